/* The registers of a board that is only a table: what the core has set, and what the converters are to answer. */
#ifndef MACHINE_H
#define MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "profile.h"

typedef struct {
  uint8_t outputs[OUTPUT_COUNT];
  bool outputsEnabled;
  uint8_t nudge;
  bool learning;
  uint32_t pulses;
  uint64_t learningTicks;
  uint8_t memory[6];
  uint32_t baud;
} MachineRegisters;

extern MachineRegisters machine;
/* Codes of the converters by address; nothing in the core writes them. */
extern uint8_t nodeCodes[32], stateCodes[32];
/* Added to the measured length of every pulse, ticks; INT16_MAX: the line does not follow. */
extern int16_t pulseError;
/* Output channel that a node of the free network follows; -1: `nodeCodes` as they stand. */
extern int8_t nodeFollows[32];

void machineReset(void);
void machineAdvance(uint32_t microseconds);
void machineSend(const uint8_t *bytes, size_t length);
void machineFault(uint8_t fault);
/* Bytes that the core has sent since the last call. */
size_t machineTake(uint8_t *bytes, size_t capacity);

#endif
