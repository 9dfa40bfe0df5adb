/* What stands on the bench: output voltages, nudge and freeze line, as last set. */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stdint.h>

#include "profile.h"

typedef struct {
  uint8_t codes[OUTPUT_COUNT];
  /* Outputs at 0 V although codes stand: the host was lost during a run. */
  bool isCut;
  bool isLearning;
  uint8_t nudge;
} Bench;

typedef struct {
  uint32_t count;
  /* Measured on the line minus commanded, ticks. */
  int16_t leastError, greatestError;
  uint32_t lastTicks;
  uint16_t notSensed;
} PulseRecord;

extern Bench bench;
extern PulseRecord pulses;

/* Freezes learning, sets every output to 0 V and the nudge to 0: the state after a reset. */
void benchReset(void);
/* Freezes learning and sets every output to 0 V. */
void benchQuiet(void);
void benchSetOutput(uint8_t channel, uint8_t code);
void benchSetNudge(uint8_t position);
void benchSetLearning(bool learning);
/* Outputs to 0 V with the codes kept, and back. */
void benchCut(void);
void benchRestore(void);
/* A pulse (2024) or clock edge (2022) with the record kept; false where the line did not follow. */
bool benchPulse(uint32_t ticks);
void benchClearPulses(void);

/* Rounded 8-bit code of a voltage of at most full scale, microvolts. */
uint8_t codeOfMicrovolts(uint32_t microvolts);
/* Voltage of the mean of readings, microvolts, rounded: sum / repeats * 78125 / divisor. */
uint32_t microvoltsOf(uint16_t sum, uint16_t repeats, uint8_t divisor);

#endif
