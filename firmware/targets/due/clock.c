/*
 * Timer channels of 32 bits at 42 MHz: one runs freely as the board's clock, one makes a pulse and stops by itself, one loads
 * the times of both edges of the freeze line. A tick of the core is 21 counts.
 */
#include "hardware.h"
#include "modules.h"
#include "pins.h"
#include "profile.h"
#include "sam3x8e.h"

#define COUNTS_PER_MICROSECOND 42u
#define COUNTS_PER_TICK 21u
#define LEAD_COUNTS 21u
#define WAKE_COUNTS 8400000u

#define TC_ENABLE_AND_START 5u
/* Waveform mode, up to RC, stopped there; TIOA set by RA, cleared by RC. */
#define PULSE_MODE ((1u << 15) | (2u << 13) | (1u << 6) | (1u << 16) | (2u << 18))
/* Capture mode: RA at the rising, RB at the falling edge of TIOA. */
#define SENSE_MODE ((1u << 16) | (2u << 18))
#define CLOCK_MODE (1u << 15)

static volatile uint32_t overflows;

void clockInterrupt(void) {
  if (TC_SR(TC_CLOCK) & TC_COVFS) overflows++;
}

/* Ten times a second, so that a resting program feeds its watchdog. */
void wakeInterrupt(void) {}

void clockStart(void) {
  SYST_RVR = WAKE_COUNTS;
  SYST_CSR = 7u;
  TC_CMR(TC_CLOCK) = CLOCK_MODE;
  TC_IER(TC_CLOCK) = TC_COVFS;
  TC_CCR(TC_CLOCK) = TC_ENABLE_AND_START;
  TC_CMR(TC_SENSE) = SENSE_MODE;
  TC_CCR(TC_SENSE) = TC_ENABLE_AND_START;
  TC_CMR(TC_PULSE) = PULSE_MODE;
}

/* Read twice, because the counter may run over between its two halves. */
static uint64_t counts(void) {
  uint32_t high, low;
  do {
    high = overflows;
    low = TC_CV(TC_CLOCK);
  } while (high != overflows);
  return (uint64_t)high << 32 | low;
}

uint64_t hardwareTime(void) {
  return counts() / COUNTS_PER_MICROSECOND;
}

uint32_t hardwareMicroseconds(void) {
  return (uint32_t)hardwareTime();
}

void hardwareWait(uint16_t microseconds) {
  uint32_t start = TC_CV(TC_CLOCK), wanted = microseconds * COUNTS_PER_MICROSECOND;
  while (TC_CV(TC_CLOCK) - start < wanted) hardwareAlive();
}

void hardwareSetLearning(bool learning) {
  if (learning) {
    PIO_SODR(PIOB) = PIN_LEARN;
  } else {
    PIO_CODR(PIOB) = PIN_LEARN;
  }
  PIO_PER(PIOB) = PIN_LEARN;
}

int16_t hardwarePulse(uint32_t ticks) {
  TC_RA(TC_PULSE) = LEAD_COUNTS;
  TC_RC(TC_PULSE) = LEAD_COUNTS + ticks * COUNTS_PER_TICK;
  (void)TC_SR(TC_SENSE);
  (void)TC_SR(TC_PULSE);
  PIO_PDR(PIOB) = PIN_LEARN;
  TC_CCR(TC_PULSE) = TC_ENABLE_AND_START;
  while (!(TC_SR(TC_PULSE) & TC_CPCS)) hardwareAlive();
  hardwareSetLearning(false);
  if (!(TC_SR(TC_SENSE) & TC_LDRBS)) return INT16_MAX;
  int32_t measured = (int32_t)(TC_RB(TC_SENSE) - TC_RA(TC_SENSE));
  int32_t error = (measured - (int32_t)(ticks * COUNTS_PER_TICK)) / (int32_t)COUNTS_PER_TICK;
  return error > INT16_MAX || error < INT16_MIN ? INT16_MAX : (int16_t)error;
}
