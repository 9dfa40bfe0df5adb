/* A measurement: learning frozen, rows applied in turn, one frame for each set of voltages that is asked for. */
#include "bench.h"
#include "experiment.h"
#include "frames.h"
#include "hardware.h"
#include "table.h"

static bool isGoing;
/* Next row, and the one after the last; of ROWS_PRESENT the row that stands on the bench. */
static uint16_t row, endRow;
/* What is still to be sent of this row: MEASURE_OUTPUTS, then MEASURE_FREE, then MEASURE_CLAMPED. */
static uint8_t remaining;
static uint8_t savedCodes[OUTPUT_COUNT];
static uint8_t savedRow;

bool measurementIsGoing(void) {
  return isGoing;
}

static bool isPresentOnly(void) {
  return experiment.rows == ROWS_PRESENT;
}

void measurementStart(void) {
  isGoing = (stream.subscribed & STREAM_MEASUREMENT) != 0 && experiment.what != 0;
  if (!isGoing) return;
  for (uint8_t channel = 0; channel < OUTPUT_COUNT; channel++) savedCodes[channel] = bench.codes[channel];
  savedRow = run.row;
  row = experiment.rows == ROWS_TEST ? table.training : 0;
  endRow = (uint16_t)(experiment.rows == ROWS_TRAINING ? table.training : table.training + table.test);
  if (isPresentOnly()) endRow = 1;
  remaining = 0;
  if ((experiment.what & (uint8_t)~MEASURE_STATES) == 0) row = endRow;
}

static void restore(void) {
  if (run.row == savedRow) return;
  for (uint8_t channel = 0; channel < OUTPUT_COUNT; channel++) benchSetOutput(channel, savedCodes[channel]);
  run.row = savedRow;
  hardwareWait(experiment.settle);
}

void measurementCancel(void) {
  if (isGoing) restore();
  isGoing = false;
}

static void addReading(uint8_t address, bool isState) {
  uint16_t sum = 0;
  for (uint16_t repeat = 0; repeat < experiment.repeats; repeat++) {
    Reading reading = hardwareRead(address);
    sum = (uint16_t)(sum + (isState ? reading.state : reading.node));
  }
  frameWord(sum);
}

static void beginFrame(uint8_t what, uint8_t count) {
  frameBegin(FRAME_MEASUREMENT, (uint8_t)(15 + 2 * count));
  frameWord(run.number);
  frameLong(run.step);
  frameLong(run.learningMicroseconds);
  frameByte(run.row);
  frameByte((uint8_t)(experiment.repeats - 1));
  frameByte(what);
  frameByte(0);
  frameByte(count);
}

static void sendRange(uint8_t what, uint8_t first, uint8_t count, bool isState) {
  beginFrame(what, count);
  for (uint8_t index = 0; index < count; index++) addReading((uint8_t)(first + index), isState);
  frameEnd();
}

static void sendOutputs(void) {
  uint8_t count = 0;
  for (uint8_t index = 0; index < experiment.outputCount; index++) {
    count = (uint8_t)(count + (experiment.outputs[index].minus < 0 ? 1 : 2));
  }
  beginFrame(3, count);
  for (uint8_t index = 0; index < experiment.outputCount; index++) {
    const Output *output = &experiment.outputs[index];
    addReading((uint8_t)output->plus, false);
    if (output->minus >= 0) addReading((uint8_t)output->minus, false);
  }
  frameEnd();
}

static void sendNext(void) {
  if (remaining & MEASURE_OUTPUTS) {
    remaining &= (uint8_t)~MEASURE_OUTPUTS;
    sendOutputs();
  } else if (remaining & MEASURE_FREE) {
    remaining &= (uint8_t)~MEASURE_FREE;
    sendRange(0, 0, NODE_COUNT, false);
  } else {
    remaining = 0;
    sendRange(1, CLAMPED_ADDRESS, NODE_COUNT, false);
  }
}

void measurementPoll(void) {
  if (!isGoing) return;
  if (remaining != 0) {
    sendNext();
    return;
  }
  if (row < endRow) {
    if (!isPresentOnly()) applyRow((uint8_t)row);
    row++;
    remaining = (uint8_t)(experiment.what & (uint8_t)~MEASURE_STATES);
    return;
  }
  restore();
  if (experiment.what & MEASURE_STATES) sendRange(2, 0, EDGE_COUNT, true);
  isGoing = false;
}
