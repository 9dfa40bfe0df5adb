/* One training step: boundary conditions from a row, and learning for as long as the clamping says. */
#include "bench.h"
#include "experiment.h"
#include "hardware.h"
#include "table.h"

#if !HAS_PULSES
/* Whether a channel holds a clamped output, which Eq. 1 sets, not the row. */
static bool isClamped(uint8_t channel) {
  for (uint8_t index = 0; index < experiment.outputCount; index++) {
    if (experiment.outputs[index].labelA == (int8_t)channel) return true;
  }
  return false;
}
#endif

void applyRow(uint8_t row) {
  for (uint8_t column = 0; column < table.width; column++) {
    uint8_t channel = table.channels[column];
#if !HAS_PULSES
    if (isClamped(channel)) continue;
#endif
    benchSetOutput(channel, tableCode(row, column));
  }
  run.row = row;
  hardwareWait(experiment.settle);
}

/* Label code that a row, or the bench where rows don't set it, gives a channel. */
static uint8_t labelCode(uint8_t row, int8_t channel) {
  int8_t column = tableColumn((uint8_t)channel);
  return column < 0 ? bench.codes[channel] : tableCode(row, (uint8_t)column);
}

/* L of an output, codes. */
static int16_t labelOf(uint8_t row, const Output *output) {
  int16_t label = labelCode(row, output->labelA);
  return output->minus < 0 ? label : (int16_t)(label - labelCode(row, output->labelB));
}

/* O of an output, codes: one reading of each of its nodes. */
static int16_t readOutput(const Output *output) {
  int16_t value = hardwareRead((uint8_t)output->plus).node;
  return output->minus < 0 ? value : (int16_t)(value - hardwareRead((uint8_t)output->minus).node);
}

/* delta = L - O; 0 for an output beyond its label in the label's direction (hinge). */
static int16_t errorOf(int16_t label, int16_t value, bool isHinge) {
  int16_t error = (int16_t)(label - value);
  bool isBeyond = (label > 0 && error < 0) || (label < 0 && error > 0);
  return isHinge && isBeyond ? 0 : error;
}

#if HAS_PULSES

static bool learn(uint32_t ticks) {
  run.learningMicroseconds += ticks >> 1;
  run.halfMicrosecond = (uint8_t)(run.halfMicrosecond + (ticks & 1));
  if (run.halfMicrosecond == 2) {
    run.halfMicrosecond = 0;
    run.learningMicroseconds++;
  }
  return benchPulse(ticks);
}

static uint8_t squareRoot(uint32_t number) {
  uint8_t root = 0;
  for (uint8_t bit = 128; bit != 0; bit >>= 1) {
    uint8_t candidate = (uint8_t)(root | bit);
    if ((uint32_t)candidate * candidate <= number) root = candidate;
  }
  return root;
}

/* L' = O + L0 sign(delta) on an output's label channels, cut to what the converters can give. */
static void pullFar(const Output *output, int16_t value, int16_t error) {
  int16_t far = value;
  if (error > 0) far = (int16_t)(value + experiment.reach);
  if (error < 0) far = (int16_t)(value - experiment.reach);
  if (far > 255) far = 255;
  if (output->minus < 0) {
    benchSetOutput((uint8_t)output->labelA, (uint8_t)(far < 0 ? 0 : far));
    return;
  }
  if (far < -255) far = -255;
  benchSetOutput((uint8_t)output->labelA, (uint8_t)(far > 0 ? far : 0));
  benchSetOutput((uint8_t)output->labelB, (uint8_t)(far < 0 ? -far : 0));
}

/* t_h |delta| / mean |delta|, the mean over the last visit of every training row. */
static uint32_t proportionalTicks(uint32_t ticks, uint8_t row, uint8_t length) {
  uint8_t *errors = tableErrors();
  uint32_t sum = 0;
  errors[row] = length;
  for (uint8_t index = 0; index < table.training; index++) sum += errors[index];
  if (sum == 0) return 0;
  uint32_t product = ticks * length;
  uint32_t scaled = product / sum * table.training + product % sum * table.training / sum;
  uint32_t greatest = PULSE_GREATEST_MICROSECONDS * TICKS_PER_MICROSECOND;
  if (scaled > greatest) return greatest;
  if (scaled < PULSE_SHORTEST_TICKS) return scaled * 2 < PULSE_SHORTEST_TICKS ? 0 : PULSE_SHORTEST_TICKS;
  return scaled;
}

static bool trainOverclamped(uint8_t row, uint32_t ticks) {
  uint32_t square = 0;
  for (uint8_t index = 0; index < experiment.outputCount; index++) {
    const Output *output = &experiment.outputs[index];
    int16_t value = readOutput(output);
    int16_t error = errorOf(labelOf(row, output), value, !experiment.isSquareLoss);
    square += (uint32_t)((int32_t)error * error);
    pullFar(output, value, error);
  }
  ticks = proportionalTicks(ticks, row, squareRoot(square));
  if (ticks == 0) return true;
  hardwareWait(experiment.settle);
  return learn(ticks);
}

static bool isEveryOutputBeyond(uint8_t row) {
  for (uint8_t index = 0; index < experiment.outputCount; index++) {
    const Output *output = &experiment.outputs[index];
    int16_t label = labelOf(row, output), error = (int16_t)(label - readOutput(output));
    if (error == 0 || errorOf(label, (int16_t)(label - error), true) != 0) return false;
  }
  return true;
}

bool trainStep(uint8_t row) {
  uint16_t own = tablePulse(row);
  uint32_t ticks = (own == 0 ? experiment.pulse : own) * TICKS_PER_MICROSECOND;
  if (experiment.clamping == CLAMP_OVERCLAMP) return trainOverclamped(row, ticks);
  bool isBeyond = experiment.clamping == CLAMP_HINGE && isEveryOutputBeyond(row);
  benchSetNudge(isBeyond ? 0 : (uint8_t)experiment.nudge);
  return learn(ticks);
}

#else

/* O + eta (L - O), rounded half away from O (Dillavou 2022, Eq. 1). */
static uint8_t clampedCode(int16_t value, int16_t error) {
  uint32_t size = (uint32_t)(error < 0 ? -error : error);
  int16_t move = (int16_t)((size * experiment.nudge + 32768U) >> 16);
  return (uint8_t)(error < 0 ? value - move : value + move);
}

bool trainStep(uint8_t row) {
  for (uint8_t index = 0; index < experiment.outputCount; index++) {
    const Output *output = &experiment.outputs[index];
    int16_t value = readOutput(output);
    int16_t error = errorOf(labelOf(row, output), value, experiment.clamping == CLAMP_HINGE);
    benchSetOutput((uint8_t)output->labelA, clampedCode(value, error));
  }
  hardwareWait(experiment.settle);
  return benchPulse(PULSE_LEAST_MICROSECONDS * TICKS_PER_MICROSECOND);
}

#endif
