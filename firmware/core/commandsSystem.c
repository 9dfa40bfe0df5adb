/* Common commands of IEEE 488.2 and the SYSTem branch. */
#include "answer.h"
#include "bench.h"
#include "commands.h"
#include "errors.h"
#include "experiment.h"
#include "flash.h"
#include "frames.h"
#include "hardware.h"
#include "link.h"
#include "memory.h"
#include "parameters.h"

void identifyCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerText(TEXT("Twinbench," PROFILE_NAME ","));
  answerUnsigned(memorySerialNumber());
  answerText(TEXT("," FIRMWARE_VERSION));
}

void resetCommand(void) {
  if (!takeEnd()) return;
  measurementCancel();
  runAbort();
  run.breakStep = 0;
  run.row = ROW_NONE;
  experimentClear();
  benchReset();
  streamReset();
}

void clearStatusCommand(void) {
  if (!takeEnd()) return;
  errorClear();
  status.event = 0;
}

static void answerRegister(uint8_t value) {
  answerBegin();
  answerUnsigned(value);
}

void eventQueryCommand(void) {
  if (!takeEnd()) return;
  answerRegister(status.event);
  status.event = 0;
}

static void setRegister(uint8_t *registerByte) {
  uint32_t number;
  if (takeInteger(0, 255, &number) && takeEnd()) *registerByte = (uint8_t)number;
}

void eventEnableCommand(void) {
  setRegister(&status.eventEnable);
}

void eventEnableQueryCommand(void) {
  if (takeEnd()) answerRegister(status.eventEnable);
}

void statusQueryCommand(void) {
  if (!takeEnd()) return;
  uint8_t byte = 0;
  if (errorCount() != 0) byte |= 4;
  if (status.event & status.eventEnable) byte |= 32;
  if (run.state == RUN_GOING) byte |= 128;
  if (byte & status.serviceEnable) byte |= 64;
  answerRegister(byte);
}

void serviceEnableCommand(void) {
  setRegister(&status.serviceEnable);
}

void serviceEnableQueryCommand(void) {
  if (takeEnd()) answerRegister(status.serviceEnable);
}

void operationCompleteCommand(void) {
  if (!takeEnd()) return;
  if (run.state == RUN_GOING || run.state == RUN_HELD) {
    run.isReportWanted = true;
  } else {
    status.event |= EVENT_COMPLETE;
  }
}

void operationCompleteQueryCommand(void) {
  if (takeEnd()) answerRegister(1);
}

void nothingCommand(void) {
  takeEnd();
}

void errorQueryCommand(void) {
  if (!takeEnd()) return;
  int16_t code = errorPop();
  answerBegin();
  answerSigned(code);
  answerText(TEXT(",\""));
  answerText(errorText(code));
  answerCharacter('"');
}

void errorCountQueryCommand(void) {
  if (takeEnd()) answerRegister(errorCount());
}

void versionQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerText(TEXT("1999.0"));
}

void protocolQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerText(TEXT(PROTOCOL_VERSION));
}

#define QUOTE(number) #number
#define DIGITS(number) QUOTE(number)

void capabilityQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerText(TEXT("protocol=" PROTOCOL_VERSION ",profile=" PROFILE_NAME ",topology=" TOPOLOGY_NAME ",nodes=" DIGITS(NODE_COUNT)
                  ",edges=" DIGITS(EDGE_COUNT) ",edge=" EDGE_KIND ",rule=" RULE_KIND ",outputs=" DIGITS(OUTPUT_COUNT) ",vmax="));
  answerUnsigned(FULL_SCALE_MICROVOLTS);
  answerText(TEXT(",nodeLsb=" NODE_LSB_TEXT ",stateLsb=" STATE_LSB_TEXT ",read=" READABLE ",set=" SETTABLE
                  ",cut=none,table=" DIGITS(TABLE_BYTES) ",rowMax=255,line=" DIGITS(LINE_BYTES) ",block=" DIGITS(BLOCK_BYTES)));
#if HAS_PULSES
  answerText(TEXT(",pulseMin=20,pulseMax=1000000,tick=500"));
#endif
  answerText(TEXT(",baud=115200+250000+500000+1000000"));
}

#if defined(PROFILE_TRANSISTORS2024)
/* Edges 0 to 15 go right, 16 to 31 down, both wrapping around. */
static void edgeEnds(uint8_t edge, uint8_t *from, uint8_t *to) {
  *from = edge & 15;
  *to = edge < 16 ? (uint8_t)((*from & 12) | ((*from + 1) & 3)) : (uint8_t)((*from + 4) & 15);
}
#else
/* The 3 x 3 grid with the links 1-3, 7-9, 2-8 and 3-9, nodes counted from 0: the far end in the high half of the byte. */
static const uint8_t ends[EDGE_COUNT] FLASH = {
  0x10, 0x21, 0x43, 0x54, 0x76, 0x87, 0x30, 0x41, 0x52, 0x63, 0x74, 0x85, 0x20, 0x86, 0x71, 0x82,
};

static void edgeEnds(uint8_t edge, uint8_t *from, uint8_t *to) {
  uint8_t both = flashByte(&ends[edge]);
  *from = both & 15;
  *to = both >> 4;
}
#endif

void edgesQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  for (uint8_t edge = 0; edge < EDGE_COUNT; edge++) {
    uint8_t from, to;
    edgeEnds(edge, &from, &to);
    answerComma(edge == 0);
    answerUnsigned(from);
    answerCharacter('-');
    answerUnsigned(to);
  }
}

void timeQueryCommand(void) {
  if (!takeEnd()) return;
  uint64_t time = hardwareTime();
  char digits[20];
  uint8_t length = 0;
  do {
    digits[length++] = (char)('0' + time % 10);
    time /= 10;
  } while (time != 0);
  answerBegin();
  while (length > 0) answerCharacter(digits[--length]);
}

void bootQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  switch (hardwareBootCause()) {
    case BOOT_POWER: answerText(TEXT("POWER,")); break;
    case BOOT_EXTERNAL: answerText(TEXT("EXTERNAL,")); break;
    case BOOT_BROWNOUT: answerText(TEXT("BROWNOUT,")); break;
    case BOOT_WATCHDOG: answerText(TEXT("WATCHDOG,")); break;
    default: answerText(TEXT("UNKNOWN,")); break;
  }
  answerUnsigned(memoryStarts());
}

void tagQueryCommand(void) {
  uint32_t number;
  if (!takeInteger(0, UINT32_MAX, &number) || !takeEnd()) return;
  answerBegin();
  answerUnsigned(number);
}

void serialNumberCommand(void) {
  uint32_t number;
  if (!takeInteger(1, UINT32_MAX, &number) || !takeEnd()) return;
  if (memorySerialNumber() != 0) {
    fail(ERROR_CONFLICT);
    return;
  }
  memorySetSerialNumber(number);
}

void serialNumberQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerUnsigned(memorySerialNumber());
}

void baudCommand(void) {
  uint32_t rate;
  if (!takeInteger(1, UINT32_MAX, &rate) || !takeEnd()) return;
  if (rate != 115200U && rate != 250000U && rate != 500000U && rate != 1000000U) {
    fail(ERROR_ILLEGAL);
    return;
  }
  link.wantedRate = rate;
}

void guardCommand(void) {
  bool isOn;
  if (takeSwitch(&isOn) && takeEnd()) answerGuarded = isOn;
}

void guardQueryCommand(void) {
  if (takeEnd()) answerRegister(answerGuarded);
}

void timeoutCommand(void) {
  uint32_t micro;
  if (!takeMicro(0, 3600000000U, &micro) || !takeEnd()) return;
  if (micro != 0 && micro < 500000U) {
    fail(ERROR_RANGE);
    return;
  }
  link.timeout = micro;
}

void timeoutQueryCommand(void) {
  if (!takeEnd()) return;
  answerBegin();
  answerMicro(link.timeout);
}
