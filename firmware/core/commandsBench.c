/* What can be done by hand: SOURce, LEARn, PULSe, MEASure. */
#include "answer.h"
#include "bench.h"
#include "commands.h"
#include "errors.h"
#include "experiment.h"
#include "flash.h"
#include "hardware.h"
#include "parameters.h"

/* By hand only while nothing else uses the bench. */
static bool takeBench(void) {
  return !(runIsBusy() || bench.isCut) || fail(ERROR_CONFLICT);
}

/* One or more voltages, then the channel list; as many voltages as channels, or one for all. */
void sourceVoltageCommand(void) {
  uint8_t codes[OUTPUT_COUNT], count = 0;
  ChannelList list;
  for (;;) {
    uint32_t micro;
    if (count == OUTPUT_COUNT) {
      fail(ERROR_TOO_MUCH);
      return;
    }
    if (!takeMicro(0, FULL_SCALE_MICROVOLTS, &micro)) return;
    codes[count++] = codeOfMicrovolts(micro);
    const uint8_t *ahead = parameters.cursor;
    while (ahead < parameters.end && (*ahead == ' ' || *ahead == ',')) ahead++;
    if (ahead >= parameters.end || *ahead == '(') break;
  }
  if (!takeList(OUTPUT_COUNT, &list) || !takeEnd()) return;
  if (count != 1 && count != list.count) {
    fail(count < list.count ? ERROR_MISSING : ERROR_NOT_ALLOWED);
    return;
  }
  if (!takeBench()) return;
  for (uint8_t index = 0; index < list.count; index++) benchSetOutput(list.channels[index], codes[count == 1 ? 0 : index]);
  run.row = ROW_NONE;
}

void sourceVoltageQueryCommand(void) {
  ChannelList list;
  if (!takeList(OUTPUT_COUNT, &list) || !takeEnd()) return;
  answerBegin();
  for (uint8_t index = 0; index < list.count; index++) {
    answerComma(index == 0);
    answerMicro(microvoltsOf(bench.codes[list.channels[index]], 1, NODE_LSB_DIVISOR));
  }
}

/* A list below `limit` and how often each channel is read. */
static bool takeReadings(uint8_t limit, ChannelList *list, uint16_t *repeats) {
  uint32_t number = 1;
  if (!takeList(limit, list)) return false;
  if (hasMore() && !takeInteger(1, 256, &number)) return false;
  *repeats = (uint16_t)number;
  return takeEnd();
}

static uint16_t sumOfReadings(uint8_t address, uint16_t repeats, bool isState) {
  uint16_t sum = 0;
  for (uint16_t repeat = 0; repeat < repeats; repeat++) {
    Reading reading = hardwareRead(address);
    sum = (uint16_t)(sum + (isState ? reading.state : reading.node));
  }
  hardwareAlive();
  return sum;
}

static void answerVoltages(uint8_t limit, uint8_t firstAddress, bool isState) {
  ChannelList list;
  uint16_t repeats;
  if (!takeReadings(limit, &list, &repeats)) return;
  answerBegin();
  for (uint8_t index = 0; index < list.count; index++) {
    uint16_t sum = sumOfReadings((uint8_t)(firstAddress + list.channels[index]), repeats, isState);
    answerComma(index == 0);
    answerMicro(microvoltsOf(sum, repeats, isState ? STATE_LSB_DIVISOR : NODE_LSB_DIVISOR));
  }
}

void measureFreeCommand(void) {
  answerVoltages(NODE_COUNT, 0, false);
}

void measureClampedCommand(void) {
  answerVoltages(NODE_COUNT, CLAMPED_ADDRESS, false);
}

#if HAS_PULSES

void measureGateCommand(void) {
  answerVoltages(EDGE_COUNT, 0, true);
}

void sourceNudgeCommand(void) {
  uint32_t micro;
  if (!takeMicro(0, 1000000U, &micro) || !takeEnd() || !takeBench()) return;
  uint32_t position = (micro * 128U + 500000U) / 1000000U;
  benchSetNudge((uint8_t)(position > 127 ? 127 : position));
}

void sourceNudgeQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerMicro(((uint32_t)bench.nudge * 15625U + 1) / 2);
}

void learnStateCommand(void) {
  bool isOn;
  if (takeSwitch(&isOn) && takeEnd() && takeBench()) benchSetLearning(isOn);
}

void learnStateQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerUnsigned(bench.isLearning);
}

void pulseCommand(void) {
  uint32_t micro;
  if (!takeMicro(PULSE_LEAST_MICROSECONDS, PULSE_GREATEST_MICROSECONDS, &micro) || !takeEnd() || !takeBench()) return;
  if (bench.isLearning) {
    fail(ERROR_CONFLICT);
    return;
  }
  if (!benchPulse(micro * TICKS_PER_MICROSECOND)) fail(ERROR_PULSE);
}

#else

void measureWiperCommand(void) {
  ChannelList list;
  uint16_t repeats;
  if (!takeReadings(EDGE_COUNT, &list, &repeats)) return;
  answerBegin();
  for (uint8_t index = 0; index < list.count; index++) {
    uint16_t sum = sumOfReadings(list.channels[index], repeats, true);
    answerComma(index == 0);
    answerUnsigned((uint32_t)(sum / repeats + 1) / 2);
  }
}

void pulseCommand(void) {
  if (!takeEnd() || !takeBench()) return;
  if (!benchPulse(PULSE_LEAST_MICROSECONDS * TICKS_PER_MICROSECOND)) fail(ERROR_PULSE);
}

#endif

#define NANOSECONDS_PER_TICK 500

void jitterQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerUnsigned(pulses.count);
  answerCharacter(',');
  answerSigned((int32_t)pulses.leastError * NANOSECONDS_PER_TICK);
  answerCharacter(',');
  answerSigned((int32_t)pulses.greatestError * NANOSECONDS_PER_TICK);
  answerCharacter(',');
  answerUnsigned(pulses.lastTicks * NANOSECONDS_PER_TICK);
  answerCharacter(',');
  answerUnsigned(pulses.notSensed);
}

void jitterClearCommand(void) {
  if (takeEnd()) benchClearPulses();
}
