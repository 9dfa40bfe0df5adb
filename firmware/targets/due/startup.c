/* Vectors, memory and the call of main(); nothing else stands between reset and program. */
#include <stdint.h>

#include "modules.h"

extern uint32_t stackTop, dataStart, dataEnd, dataImage, bssStart, bssEnd;
int main(void);
void startupReset(void);

/* Anything unexpected stops here, and the watchdog resets the board. */
static void halt(void) {
  for (;;) continue;
}

void startupReset(void) {
  const uint32_t *source = &dataImage;
  for (uint32_t *target = &dataStart; target < &dataEnd; target++) *target = *source++;
  for (uint32_t *target = &bssStart; target < &bssEnd; target++) *target = 0;
  main();
  halt();
}

typedef void (*Vector)(void);

#define SYSTEM_VECTORS 16
#define INTERRUPTS 45

__attribute__((section(".vectors"), used)) static const union {
  uint32_t *stack;
  Vector vector;
} vectors[SYSTEM_VECTORS + INTERRUPTS] = {
  [0] = {.stack = &stackTop},
  [1] = {.vector = startupReset},
  [2] = {.vector = halt},
  [3] = {.vector = halt},
  [4] = {.vector = halt},
  [5] = {.vector = halt},
  [6] = {.vector = halt},
  [15] = {.vector = wakeInterrupt},
  [SYSTEM_VECTORS + 8] = {.vector = serialInterrupt},
  [SYSTEM_VECTORS + 28] = {.vector = clockInterrupt},
};
