/* The course of a run: measurements when they are due, one training step after another, holds and the end. */
#include <string.h>

#include "bench.h"
#include "errors.h"
#include "experiment.h"
#include "frames.h"
#include "hardware.h"
#include "table.h"

Settings experiment;
Run run;

void experimentClear(void) {
  tableClear();
  memset(&experiment, 0, sizeof experiment);
  experiment.settle = SETTLE_DEFAULT_MICROSECONDS;
  experiment.seed = 1;
  experiment.dwell = 1;
  experiment.what = MEASURE_OUTPUTS;
  experiment.rows = ROWS_TRAINING;
  experiment.repeats = 1;
}

static bool needsOutputs(void) {
  return !HAS_PULSES || experiment.clamping != CLAMP_STANDARD || (experiment.what & MEASURE_OUTPUTS) != 0;
}

static bool hasPulseLengths(void) {
  if (!HAS_PULSES || experiment.pulse != 0) return true;
  for (uint8_t row = 0; row < table.training; row++) {
    if (tablePulse(row) == 0) return false;
  }
  return true;
}

/* Where the firmware moves the label channels itself, the rows must put them back. */
static bool rowsSetLabels(void) {
  if (HAS_PULSES && experiment.clamping != CLAMP_OVERCLAMP) return true;
  for (uint8_t index = 0; index < experiment.outputCount; index++) {
    const Output *output = &experiment.outputs[index];
    if (tableColumn((uint8_t)output->labelA) < 0) return false;
    if (output->minus >= 0 && tableColumn((uint8_t)output->labelB) < 0) return false;
  }
  return true;
}

int16_t experimentCheck(void) {
  bool isOver = experiment.clamping == CLAMP_OVERCLAMP;
  if (table.training == 0 || table.filled < (uint8_t)(table.training + table.test)) return ERROR_INCOMPLETE;
  if (experiment.steps == 0 || experiment.nudge == 0 || !hasPulseLengths()) return ERROR_INCOMPLETE;
  if (needsOutputs() && experiment.outputCount == 0) return ERROR_INCOMPLETE;
  if (isOver && experiment.reach == 0) return ERROR_INCOMPLETE;
  if (isOver && !HAS_PULSES) return ERROR_CONFLICT;
  if (!rowsSetLabels()) return ERROR_CONFLICT;
  if (experiment.order == ORDER_ALTERNATING && experiment.split >= table.training) return ERROR_CONFLICT;
  if (experiment.rows == ROWS_TEST && table.test == 0) return ERROR_CONFLICT;
  if (isOver && tableLength() + table.training > TABLE_BYTES) return ERROR_TOO_MUCH;
  return ERROR_NONE;
}

static void enter(uint8_t state, int16_t cause) {
  run.state = state;
  run.isHoldWanted = false;
  reportState(cause);
  bool isOver = state == RUN_DONE || state == RUN_ABORTED;
  if (isOver && run.isReportWanted) {
    run.isReportWanted = false;
    status.event |= EVENT_COMPLETE;
  }
}

void runStart(uint16_t number) {
  uint32_t breakStep = run.breakStep;
  bool isReportWanted = run.isReportWanted;
  measurementCancel();
  memset(&run, 0, sizeof run);
  run.number = number;
  run.row = ROW_NONE;
  run.breakStep = breakStep;
  run.isReportWanted = isReportWanted;
  benchRestore();
  benchSetLearning(false);
#if HAS_PULSES
  benchSetNudge((uint8_t)experiment.nudge);
  if (experiment.clamping == CLAMP_OVERCLAMP) memset(tableErrors(), 255, table.training);
#endif
  orderStart();
  enter(RUN_GOING, 0);
}

void runHold(int16_t cause) {
  enter(RUN_HELD, cause);
}

void runContinue(void) {
  benchRestore();
#if HAS_PULSES
  benchSetNudge((uint8_t)experiment.nudge);
#endif
  enter(RUN_GOING, 0);
}

bool runAbort(void) {
  measurementCancel();
  if (run.state != RUN_GOING && run.state != RUN_HELD) return false;
  benchQuiet();
  enter(RUN_ABORTED, 0);
  return true;
}

bool runIsBusy(void) {
  return run.state == RUN_GOING || measurementIsGoing();
}

static void scheduleMeasurement(void) {
  uint32_t gap = experiment.interval;
  if (experiment.schedule == SCHEDULE_LOGARITHMIC) {
    gap = run.step >> experiment.shift;
    if (gap == 0) gap = 1;
  }
  run.nextMeasurement = gap == 0 || run.step > UINT32_MAX - gap ? UINT32_MAX : run.step + gap;
  if (run.nextMeasurement > experiment.steps && run.step < experiment.steps) run.nextMeasurement = experiment.steps;
}

static void step(void) {
  uint8_t row = orderNext();
  applyRow(row);
  bool isSensed = trainStep(row);
  run.step++;
  if (isSensed) return;
  errorPush(ERROR_PULSE);
  runHold(ERROR_PULSE);
}

void runPoll(void) {
  if (measurementIsGoing()) {
    measurementPoll();
    return;
  }
  if (run.state != RUN_GOING) return;
  bool isBreak = run.breakStep != 0 && run.step == run.breakStep;
  if (run.step == run.nextMeasurement || (run.step >= experiment.steps && run.nextMeasurement != UINT32_MAX)) {
    scheduleMeasurement();
    if (run.step >= experiment.steps) run.nextMeasurement = UINT32_MAX;
    measurementStart();
  } else if (run.step >= experiment.steps) {
    enter(RUN_DONE, 0);
  } else if (isBreak || run.isHoldWanted) {
    if (isBreak) run.breakStep = 0;
    runHold(0);
  } else {
    step();
  }
}
