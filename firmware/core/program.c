#include "program.h"

#include "answer.h"
#include "bench.h"
#include "errors.h"
#include "experiment.h"
#include "frames.h"
#include "hardware.h"
#include "link.h"
#include "memory.h"

void programStart(void) {
  benchReset();
  experimentClear();
  run.row = ROW_NONE;
  streamReset();
  stream.sequence = 0;
  answerGuarded = false;
  errorClear();
  status = (StatusRegisters){EVENT_POWER_ON, 0, 0};
  memoryCountStart();
  linkStart();
}

void programPoll(void) {
  hardwareAlive();
  linkPoll();
  statePoll();
  heartbeatPoll();
  runPoll();
  statePoll();
  if (!runIsBusy()) hardwareRest();
}
