#include "bench.h"

#include "hardware.h"

Bench bench;
PulseRecord pulses;

void benchSetOutput(uint8_t channel, uint8_t code) {
  if (bench.codes[channel] == code) return;
  bench.codes[channel] = code;
  hardwareSetOutput(channel, code);
}

void benchSetNudge(uint8_t position) {
  bench.nudge = position;
  hardwareSetNudge(position);
}

void benchSetLearning(bool learning) {
  bench.isLearning = learning;
  hardwareSetLearning(learning);
}

void benchQuiet(void) {
  benchSetLearning(false);
  hardwareEnableOutputs(false);
  for (uint8_t channel = 0; channel < OUTPUT_COUNT; channel++) {
    bench.codes[channel] = 0;
    hardwareSetOutput(channel, 0);
  }
  hardwareEnableOutputs(true);
  bench.isCut = false;
}

void benchReset(void) {
  benchQuiet();
  benchSetNudge(0);
  benchClearPulses();
}

void benchCut(void) {
  benchSetLearning(false);
  hardwareEnableOutputs(false);
  bench.isCut = true;
}

void benchRestore(void) {
  hardwareEnableOutputs(true);
  bench.isCut = false;
}

bool benchPulse(uint32_t ticks) {
  int16_t error = hardwarePulse(ticks);
  bool isSensed = error >= -PULSE_TOLERANCE_TICKS && error <= PULSE_TOLERANCE_TICKS;
  if (!isSensed) {
    if (pulses.notSensed < UINT16_MAX) pulses.notSensed++;
    return false;
  }
  if (pulses.count == 0 || error < pulses.leastError) pulses.leastError = error;
  if (pulses.count == 0 || error > pulses.greatestError) pulses.greatestError = error;
  pulses.count++;
  pulses.lastTicks = (uint32_t)((int32_t)ticks + error);
  return true;
}

void benchClearPulses(void) {
  pulses = (PulseRecord){0, 0, 0, 0, 0};
}

uint8_t codeOfMicrovolts(uint32_t microvolts) {
  uint32_t code = (microvolts * (256U * VOLTAGE_GAIN) + 2500000U) / 5000000U;
  return (uint8_t)(code > 255 ? 255 : code);
}

uint32_t microvoltsOf(uint16_t sum, uint16_t repeats, uint8_t divisor) {
  uint32_t whole = (uint32_t)(sum / repeats) * 78125U;
  uint32_t part = ((uint32_t)(sum % repeats) * 78125U + repeats / 2) / repeats;
  return (whole + part + divisor / 2) / divisor;
}
