/* Measuring, running and streaming. */
#include "answer.h"
#include "bench.h"
#include "commands.h"
#include "errors.h"
#include "experiment.h"
#include "flash.h"
#include "frames.h"
#include "parameters.h"
#include "table.h"

static const char scheduleWords[] FLASH = "LINear LOGarithmic";
/* In the order of the bits of MEASURE_FREE ... MEASURE_OUTPUTS. */
static const char whatWords[] FLASH = "NONE FREE CLAMped STATes OUTPuts";
static const char rowsWords[] FLASH = "PRESent TRAining TEST ALL";
static const char streamWords[] FLASH = "NONE MEASurement STATe HEARtbeat";
static const char stateWords[] FLASH = "IDLE RUN HELD DONE ABORTED";

void scheduleCommand(void) {
  uint8_t word;
  uint32_t number;
  if (!takeWord(scheduleWords, &word)) return;
  if (!takeInteger(0, word == SCHEDULE_LOGARITHMIC ? 15 : UINT32_MAX, &number) || !takeEnd() || !takeSettings()) return;
  experiment.schedule = word;
  if (word == SCHEDULE_LINEAR) {
    experiment.interval = number;
  } else {
    experiment.shift = (uint8_t)number;
  }
}

void scheduleQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerWord(scheduleWords, experiment.schedule);
  answerCharacter(',');
  answerUnsigned(experiment.schedule == SCHEDULE_LINEAR ? experiment.interval : experiment.shift);
}

/* Words as bits: the first word none of them, the others bits 0, 1, ... NONE stands alone. */
static bool takeBits(const char *words, uint8_t *bits) {
  bool isNone = false;
  uint8_t count = 0;
  *bits = 0;
  do {
    uint8_t word;
    if (!takeWord(words, &word)) return false;
    count++;
    if (word == 0) {
      isNone = true;
    } else {
      *bits = (uint8_t)(*bits | 1 << (word - 1));
    }
  } while (hasMore());
  return !(isNone && count > 1) || fail(ERROR_ILLEGAL);
}

static void answerBits(const char *words, uint8_t bits) {
  bool isFirst = true;
  answerBegin();
  if (bits == 0) answerWord(words, 0);
  for (uint8_t bit = 0; bit < 4; bit++) {
    if (!(bits & (1 << bit))) continue;
    answerComma(isFirst);
    isFirst = false;
    answerWord(words, (uint8_t)(bit + 1));
  }
}

void whatCommand(void) {
  uint8_t bits;
  if (takeBits(whatWords, &bits) && takeEnd() && takeSettings()) experiment.what = bits;
}

void whatQueryCommand(void) {
  if (takeEnd()) answerBits(whatWords, experiment.what);
}

void measuredRowsCommand(void) {
  uint8_t word;
  if (takeWord(rowsWords, &word) && takeEnd() && takeSettings()) experiment.rows = word;
}

void measuredRowsQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerWord(rowsWords, experiment.rows);
}

void repeatsCommand(void) {
  uint32_t number;
  if (takeInteger(1, 256, &number) && takeEnd() && takeSettings()) experiment.repeats = (uint16_t)number;
}

void repeatsQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerUnsigned(experiment.repeats);
}

static int16_t measureNowError(void) {
  if (runIsBusy() || bench.isCut || bench.isLearning) return ERROR_CONFLICT;
  if (!(stream.subscribed & STREAM_MEASUREMENT)) return ERROR_CONFLICT;
  if ((experiment.what & MEASURE_OUTPUTS) && experiment.outputCount == 0) return ERROR_INCOMPLETE;
  bool needsRows = experiment.rows != ROWS_PRESENT && (experiment.what & (uint8_t)~MEASURE_STATES) != 0;
  bool isFilled = table.training != 0 && table.filled == (uint8_t)(table.training + table.test);
  return needsRows && !isFilled ? ERROR_INCOMPLETE : ERROR_NONE;
}

void measureNowCommand(void) {
  if (!takeEnd()) return;
  int16_t error = measureNowError();
  if (error != ERROR_NONE) {
    fail(error);
  } else {
    measurementStart();
  }
}

void breakStepCommand(void) {
  uint32_t number;
  if (takeInteger(0, UINT32_MAX, &number) && takeEnd()) run.breakStep = number;
}

void breakStepQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerUnsigned(run.breakStep);
}

void initiateCommand(void) {
  uint32_t number;
  if (!takeInteger(1, 65535U, &number) || !takeEnd()) return;
  bool isSame = run.state == RUN_HELD && run.number == number;
  if (isSame || runIsBusy()) {
    fail(ERROR_INIT_IGNORED);
    return;
  }
  int16_t error = experimentCheck();
  if (error != ERROR_NONE) {
    fail(error);
    return;
  }
  runStart((uint16_t)number);
}

void holdCommand(void) {
  if (!takeEnd()) return;
  if (run.state == RUN_GOING) {
    run.isHoldWanted = true;
  } else {
    fail(ERROR_CONFLICT);
  }
}

void continueRunCommand(void) {
  if (!takeEnd()) return;
  if (run.state == RUN_HELD && !measurementIsGoing()) {
    runContinue();
  } else {
    fail(ERROR_CONFLICT);
  }
}

void abortRunCommand(void) {
  if (takeEnd()) runAbort();
}

void stateQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerWord(stateWords, run.state);
  answerCharacter(',');
  answerUnsigned(run.number);
  answerCharacter(',');
  answerUnsigned(run.step);
  answerCharacter(',');
  answerUnsigned(run.learningMicroseconds);
  answerCharacter(',');
  answerUnsigned(stream.sequence);
}

void subscribeCommand(void) {
  uint8_t bits;
  if (takeBits(streamWords, &bits) && takeEnd()) stream.subscribed = bits;
}

void subscribeQueryCommand(void) {
  if (takeEnd()) answerBits(streamWords, stream.subscribed);
}

void heartbeatPeriodCommand(void) {
  uint32_t micro;
  if (takeMicro(100000U, 60000000U, &micro) && takeEnd()) stream.heartbeatPeriod = micro;
}

void heartbeatPeriodQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerMicro(stream.heartbeatPeriod);
}
