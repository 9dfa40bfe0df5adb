#include "link.h"

#include "answer.h"
#include "bench.h"
#include "crc.h"
#include "dispatch.h"
#include "errors.h"
#include "experiment.h"
#include "frames.h"
#include "hardware.h"
#include "profile.h"

/* A pause inside a block that means its rest was lost, microseconds. */
#define BLOCK_PAUSE 500000U
#define GUARD_LENGTH 5

typedef enum { IN_TEXT, AFTER_HASH, IN_LENGTH, IN_BLOCK, SKIPPING } Place;

Link link;

static uint8_t line[LINE_BYTES];
static uint8_t length;
static uint8_t place;
static uint8_t digitsLeft;
static uint16_t blockLeft;
/* Nothing before this is text that could be a guard. */
static uint8_t blockEnd;
static uint32_t lastByte, lastLine;

static void startLine(void) {
  length = 0;
  place = IN_TEXT;
  blockEnd = 0;
}

void linkStart(void) {
  link.timeout = HOST_TIMEOUT_DEFAULT_MICROSECONDS;
  link.wantedRate = 0;
  link.isHostLost = false;
  lastLine = hardwareMicroseconds();
  startLine();
}

/* Follows the line into and out of blocks, whose bytes may be anything. Answers whether the byte ends the line. */
static bool follow(uint8_t byte) {
  switch (place) {
    case IN_TEXT:
      if (byte == '#') place = AFTER_HASH;
      return byte == '\n';
    case AFTER_HASH:
      digitsLeft = (uint8_t)(byte - '0');
      blockLeft = 0;
      place = byte >= '1' && byte <= '9' ? IN_LENGTH : IN_TEXT;
      return byte == '\n';
    case IN_LENGTH:
      if (byte < '0' || byte > '9' || blockLeft > BLOCK_BYTES) {
        place = IN_TEXT;
        return byte == '\n';
      }
      blockLeft = (uint16_t)(blockLeft * 10 + (uint16_t)(byte - '0'));
      if (--digitsLeft == 0) place = blockLeft == 0 || blockLeft > BLOCK_BYTES ? IN_TEXT : IN_BLOCK;
      return false;
    case IN_BLOCK:
      if (--blockLeft == 0) {
        place = IN_TEXT;
        blockEnd = (uint8_t)(length + 1);
      }
      return false;
    default:
      return byte == '\n';
  }
}

static int8_t hexDigit(uint8_t character) {
  if (character >= '0' && character <= '9') return (int8_t)(character - '0');
  if (character >= 'A' && character <= 'F') return (int8_t)(character - 'A' + 10);
  if (character >= 'a' && character <= 'f') return (int8_t)(character - 'a' + 10);
  return -1;
}

static bool hasGuard(void) {
  return length >= GUARD_LENGTH && length - GUARD_LENGTH >= blockEnd && line[length - GUARD_LENGTH] == '~';
}

/* Takes the guard off a line; false where it does not match. */
static bool openGuard(void) {
  uint16_t crc = CRC_START, wanted = 0;
  uint8_t textLength = (uint8_t)(length - GUARD_LENGTH);
  for (uint8_t index = (uint8_t)(textLength + 1); index < length; index++) {
    int8_t digit = hexDigit(line[index]);
    if (digit < 0) return false;
    wanted = (uint16_t)(wanted << 4 | (uint8_t)digit);
  }
  for (uint8_t index = 0; index < textLength; index++) crc = crcAdd(crc, line[index]);
  length = textLength;
  return crc == wanted;
}

static bool isGuardOff(void) {
  static const char text[] = "SYST:COMM:GUAR OFF";
  if (length != sizeof text - 1) return false;
  for (uint8_t index = 0; index < length; index++) {
    if (line[index] != (uint8_t)text[index]) return false;
  }
  return true;
}

static void changeRate(void) {
  if (link.wantedRate == 0) return;
  serialFlush();
  serialSetRate(link.wantedRate);
  link.wantedRate = 0;
}

static void finishLine(void) {
  if (length > 0 && line[length - 1] == '\r' && length - 1 >= blockEnd) length--;
  bool isIntact = true;
  if (hasGuard()) {
    isIntact = openGuard();
  } else if (answerGuarded && length > 0) {
    isIntact = isGuardOff();
  }
  if (isIntact) {
    lastLine = hardwareMicroseconds();
    executeLine(line, line + length);
    answerEndLine();
    changeRate();
  } else {
    errorPush(ERROR_CHECKSUM);
  }
  startLine();
}

static void skipLine(int16_t error) {
  errorPush(error);
  startLine();
  place = SKIPPING;
}

static void takeFault(void) {
  SerialFault fault = serialFault();
  if (fault == SERIAL_INTACT) return;
  skipLine(fault == SERIAL_FRAMING ? ERROR_FRAMING : ERROR_OVERRUN);
  if (fault == SERIAL_LOST_TO_LINE_END) startLine();
}

static void loseHost(void) {
  measurementCancel();
  errorPush(ERROR_TIMEOUT);
  if (run.state == RUN_GOING) runHold(ERROR_TIMEOUT);
  if (run.state == RUN_HELD) {
    benchCut();
  } else {
    benchQuiet();
  }
  statePoll();
  streamReset();
  answerGuarded = false;
  link.wantedRate = BAUD_DEFAULT;
  changeRate();
}

/* Once per loss: afterwards the board waits for a line. */
static void watchHost(void) {
  bool isLate = link.timeout != 0 && hardwareMicroseconds() - lastLine > link.timeout;
  if (isLate && !link.isHostLost) loseHost();
  link.isHostLost = isLate;
  // Keeps the difference from running over: the clock wraps after 71 minutes.
  if (isLate) lastLine = hardwareMicroseconds() - link.timeout - 1;
}

/* Takes bytes up to the end of a line, or all that there are. */
static void takeBytes(void) {
  uint8_t byte;
  while (serialRead(&byte)) {
    lastByte = hardwareMicroseconds();
    bool isEnd = follow(byte);
    if (place == SKIPPING) {
      if (isEnd) startLine();
    } else if (isEnd) {
      finishLine();
      return;
    } else if (length == LINE_BYTES) {
      skipLine(ERROR_OVERRUN);
    } else {
      line[length++] = byte;
    }
  }
  takeFault();
  if (place == IN_BLOCK && hardwareMicroseconds() - lastByte > BLOCK_PAUSE) skipLine(ERROR_BLOCK);
}

void linkPoll(void) {
  takeBytes();
  watchHost();
}
