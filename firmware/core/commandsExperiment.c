/* The settings of an experiment: what it holds and how it trains. */
#include "answer.h"
#include "bench.h"
#include "commands.h"
#include "errors.h"
#include "experiment.h"
#include "flash.h"
#include "parameters.h"
#include "table.h"

bool takeSettings(void) {
  return !runIsBusy() || fail(ERROR_CONFLICT);
}

/* Settings that belong to a run from its start to its end. */
static bool takeShape(void) {
  return !(runIsBusy() || run.state == RUN_HELD) || fail(ERROR_CONFLICT);
}

void clearExperimentCommand(void) {
  if (takeEnd() && takeShape()) experimentClear();
}

static bool hasTwins(const ChannelList *list) {
  for (uint8_t index = 1; index < list->count; index++) {
    for (uint8_t other = 0; other < index; other++) {
      if (list->channels[index] == list->channels[other]) return true;
    }
  }
  return false;
}

void shapeTableCommand(void) {
  uint32_t training, test;
  bool hasPulses;
  ChannelList list;
  if (!takeInteger(1, 255, &training) || !takeInteger(0, 254, &test) || !takeSwitch(&hasPulses)) return;
  if (!takeList(OUTPUT_COUNT, &list) || !takeEnd() || !takeShape()) return;
  uint16_t stride = (uint16_t)(list.count + (hasPulses ? 2 : 0));
  if (hasTwins(&list) || (hasPulses && !HAS_PULSES)) {
    fail(ERROR_ILLEGAL);
  } else if (training + test > 255) {
    fail(ERROR_RANGE);
  } else if ((training + test) * stride > TABLE_BYTES) {
    fail(ERROR_TOO_MUCH);
  } else {
    tableClear();
    table.training = (uint8_t)training;
    table.test = (uint8_t)test;
    table.hasPulses = hasPulses;
    table.width = list.count;
    for (uint8_t column = 0; column < list.count; column++) table.channels[column] = list.channels[column];
  }
}

void shapeTableQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerUnsigned(table.training);
  answerCharacter(',');
  answerUnsigned(table.test);
  answerCharacter(',');
  answerUnsigned(table.hasPulses);
  answerText(TEXT(",(@"));
  for (uint8_t column = 0; column < table.width; column++) {
    answerComma(column == 0);
    answerUnsigned(table.channels[column]);
  }
  answerCharacter(')');
}

/* Pulse lengths inside rows obey the same limit as any other. */
static bool pulsesAreInRange(const Block *block, uint8_t stride) {
  if (!table.hasPulses) return true;
  for (uint16_t place = table.width; place + 1u < block->length; place = (uint16_t)(place + stride)) {
    uint16_t length = (uint16_t)(block->bytes[place] | (uint16_t)block->bytes[place + 1] << 8);
    if (length != 0 && length < PULSE_LEAST_MICROSECONDS) return false;
  }
  return true;
}

void writeRowsCommand(void) {
  uint32_t first;
  Block block;
  if (!takeInteger(0, 254, &first) || !takeBlock(&block) || !takeEnd() || !takeSettings()) return;
  uint8_t stride = tableStride(), rows = (uint8_t)(table.training + table.test);
  if (stride == 0 || block.length == 0 || block.length % stride != 0) {
    fail(ERROR_BLOCK);
    return;
  }
  uint16_t end = (uint16_t)(first + block.length / stride);
  if (first > table.filled || end > rows || !pulsesAreInRange(&block, stride)) {
    fail(ERROR_RANGE);
    return;
  }
  tableWrite((uint8_t)first, block.bytes, block.length);
  if (end > table.filled) table.filled = (uint8_t)end;
}

void rowsChecksumQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerUnsigned(tableChecksum());
}

void defineOutputCommand(void) {
  uint32_t index, plus, labelA, labelB = 0;
  int8_t minus = -1;
  if (!takeInteger(0, EXPERIMENT_OUTPUTS - 1, &index) || !takeInteger(0, NODE_COUNT - 1, &plus)) return;
  if (!takeIndex(NODE_COUNT - 1, &minus) || !takeInteger(0, OUTPUT_COUNT - 1, &labelA)) return;
  bool isDifferential = minus >= 0;
  if (isDifferential && !takeInteger(0, OUTPUT_COUNT - 1, &labelB)) return;
  if (!takeEnd() || !takeShape()) return;
  if ((isDifferential && !HAS_PULSES) || index > experiment.outputCount) {
    fail(ERROR_RANGE);
    return;
  }
  experiment.outputs[index] = (Output){(int8_t)plus, minus, (int8_t)labelA, isDifferential ? (int8_t)labelB : (int8_t)-1};
  if (index == experiment.outputCount) experiment.outputCount++;
}

void outputsQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  if (experiment.outputCount == 0) answerText(TEXT("NONE"));
  for (uint8_t index = 0; index < experiment.outputCount; index++) {
    const Output *output = &experiment.outputs[index];
    answerComma(index == 0);
    answerUnsigned(index);
    answerCharacter(',');
    answerSigned(output->plus);
    answerCharacter(',');
    answerSigned(output->minus);
    answerCharacter(',');
    answerSigned(output->labelA);
    answerCharacter(',');
    answerSigned(output->labelB);
  }
}

static const char clampingWords[] FLASH = "STANdard HINGe OVERclamp";
static const char lossWords[] FLASH = "HINGe SQUare";
static const char orderWords[] FLASH = "CYCLic RANDom ALTernating";

void clampingCommand(void) {
  uint8_t word;
  if (takeWord(clampingWords, &word) && takeEnd() && takeShape()) experiment.clamping = word;
}

void clampingQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerWord(clampingWords, experiment.clamping);
}

void reachCommand(void) {
  uint32_t micro;
  if (!takeMicro(0, FULL_SCALE_MICROVOLTS, &micro) || !takeEnd() || !takeSettings()) return;
  uint8_t code = codeOfMicrovolts(micro);
  if (code == 0) {
    fail(ERROR_RANGE);
  } else {
    experiment.reach = code;
  }
}

void reachQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerMicro(microvoltsOf(experiment.reach, 1, NODE_LSB_DIVISOR));
}

void lossCommand(void) {
  uint8_t word;
  if (takeWord(lossWords, &word) && takeEnd() && takeSettings()) experiment.isSquareLoss = word == 1;
}

void lossQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerWord(lossWords, experiment.isSquareLoss);
}

/* The nudge in parts of 1000000 / 15625 * 2: 128ths of the potentiometer, or 65536ths of the arithmetic. */
void experimentNudgeCommand(void) {
  uint32_t micro;
  if (!takeMicro(0, 1000000U, &micro) || !takeEnd() || !takeSettings()) return;
#if HAS_PULSES
  uint32_t nudge = (micro * 128U + 500000U) / 1000000U;
  if (nudge > 127) nudge = 127;
#else
  uint32_t nudge = (micro * 1024U + 7812U) / 15625U;
#endif
  if (nudge == 0) {
    fail(ERROR_RANGE);
  } else {
    experiment.nudge = nudge;
  }
}

void experimentNudgeQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
#if HAS_PULSES
  answerMicro((experiment.nudge * 15625U + 1) / 2);
#else
  answerMicro((experiment.nudge * 15625U + 512) / 1024);
#endif
}

#if HAS_PULSES
void pulseLengthCommand(void) {
  uint32_t micro;
  if (!takeMicro(PULSE_LEAST_MICROSECONDS, PULSE_GREATEST_MICROSECONDS, &micro) || !takeEnd() || !takeSettings()) return;
  experiment.pulse = micro;
}

void pulseLengthQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerMicro(experiment.pulse);
}
#endif

void settleCommand(void) {
  uint32_t micro;
  if (takeMicro(0, 50000U, &micro) && takeEnd() && takeSettings()) experiment.settle = (uint16_t)micro;
}

void settleQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerMicro(experiment.settle);
}

void orderCommand(void) {
  uint8_t word;
  uint32_t first = 1, turn = 1;
  if (!takeWord(orderWords, &word)) return;
  if (word == ORDER_RANDOM && !takeInteger(1, UINT32_MAX, &first)) return;
  if (word == ORDER_ALTERNATING && (!takeInteger(1, 254, &first) || !takeInteger(1, UINT32_MAX, &turn))) return;
  if (!takeEnd() || !takeShape()) return;
  experiment.order = word;
  if (word == ORDER_RANDOM) experiment.seed = first;
  if (word == ORDER_ALTERNATING) {
    experiment.split = (uint8_t)first;
    experiment.turn = turn;
  }
}

void orderQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerWord(orderWords, experiment.order);
  if (experiment.order == ORDER_CYCLIC) return;
  answerCharacter(',');
  if (experiment.order == ORDER_RANDOM) {
    answerUnsigned(experiment.seed);
    return;
  }
  answerUnsigned(experiment.split);
  answerCharacter(',');
  answerUnsigned(experiment.turn);
}

void dwellCommand(void) {
  uint32_t number;
  if (takeInteger(1, 65535U, &number) && takeEnd() && takeShape()) experiment.dwell = (uint16_t)number;
}

void dwellQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerUnsigned(experiment.dwell);
}

void stepsCommand(void) {
  uint32_t number;
  if (takeInteger(1, UINT32_MAX, &number) && takeEnd() && takeSettings()) experiment.steps = number;
}

void stepsQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerUnsigned(experiment.steps);
}
