/*
 * The core on an ordinary computer, driven by records on the standard input, for tests and fuzzing:
 *
 *   S length(u16) bytes    bytes arrive on the serial line; then the program polls until it has nothing left to do
 *   P count(u32)           polls so many times (a run goes on)
 *   T microseconds(u32)    time passes, then one poll
 *   F fault(u8)            a fault of the serial line (SerialFault)
 *   N address(u8) code     what the node converter answers      G address(u8) code   the state converter
 *   L address(u8) channel  a node follows an output (255: not)   E error(i16)         error of every pulse, ticks
 *   R                      reset
 *   D                      answers a dump: registers, settings and state as one line of hexadecimal digits
 *
 * After S, P and T it writes length(u32) and the bytes that the board has sent; after D the same with the dump. Little-endian.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "bench.h"
#include "experiment.h"
#include "frames.h"
#include "link.h"
#include "machine.h"
#include "program.h"
#include "table.h"

/* More than any line needs: a whole line is executed by one poll. */
#define POLLS_PER_LINE 4

static uint8_t bytes[65536];

static void take(void *target, size_t length) {
  if (fread(target, 1, length, stdin) != length) exit(3);
}

static uint32_t takeNumber(size_t size) {
  uint8_t digits[4] = {0, 0, 0, 0};
  take(digits, size);
  return (uint32_t)digits[0] | (uint32_t)digits[1] << 8 | (uint32_t)digits[2] << 16 | (uint32_t)digits[3] << 24;
}

static void give(const void *text, size_t length) {
  uint8_t header[4] = {(uint8_t)length, (uint8_t)(length >> 8), (uint8_t)(length >> 16), (uint8_t)(length >> 24)};
  fwrite(header, 1, sizeof header, stdout);
  fwrite(text, 1, length, stdout);
  fflush(stdout);
}

static void giveSent(void) {
  size_t length = machineTake(bytes, sizeof bytes);
  give(bytes, length);
}

static size_t hex(char *text, const void *data, size_t length) {
  for (size_t index = 0; index < length; index++) sprintf(text + 2 * index, "%02x", ((const uint8_t *)data)[index]);
  return 2 * length;
}

/* Everything that a command could change, except queues, registers of IEEE 488.2, clocks and the count of frames. */
static void dump(void) {
  static char text[8192];
  size_t length = hex(text, &machine, sizeof machine);
  length += hex(text + length, &bench, sizeof bench);
  length += hex(text + length, &experiment, sizeof experiment);
  length += hex(text + length, &table, sizeof table);
  length += hex(text + length, &run, sizeof run);
  length += hex(text + length, &stream.subscribed, sizeof stream.subscribed);
  length += hex(text + length, &stream.heartbeatPeriod, sizeof stream.heartbeatPeriod);
  length += hex(text + length, &link.timeout, sizeof link.timeout);
  length += hex(text + length, &answerGuarded, sizeof answerGuarded);
  uint16_t checksum = tableChecksum();
  length += hex(text + length, &checksum, sizeof checksum);
  give(text, length);
}

static void start(void) {
  measurementCancel();
  machineReset();
  programStart();
  memset(&run, 0, sizeof run);
  run.row = ROW_NONE;
}

static void receive(void) {
  size_t length = takeNumber(2);
  take(bytes, length);
  size_t lines = 1;
  for (size_t index = 0; index < length; index++) lines += bytes[index] == '\n';
  machineSend(bytes, length);
  for (size_t poll = 0; poll < lines * POLLS_PER_LINE; poll++) programPoll();
  giveSent();
}

static void poll(uint32_t count) {
  for (; count > 0; count--) programPoll();
  giveSent();
}

int main(void) {
  start();
  for (int kind; (kind = getchar()) != EOF;) {
    uint8_t address;
    switch (kind) {
      case 'S': receive(); break;
      case 'P': poll(takeNumber(4)); break;
      case 'T':
        machineAdvance(takeNumber(4));
        poll(1);
        break;
      case 'F': machineFault((uint8_t)takeNumber(1)); break;
      case 'N':
        address = (uint8_t)(takeNumber(1) & 31);
        nodeCodes[address] = (uint8_t)takeNumber(1);
        break;
      case 'G':
        address = (uint8_t)(takeNumber(1) & 31);
        stateCodes[address] = (uint8_t)takeNumber(1);
        break;
      case 'L':
        address = (uint8_t)(takeNumber(1) & 31);
        nodeFollows[address] = (int8_t)takeNumber(1);
        break;
      case 'E': pulseError = (int16_t)takeNumber(2); break;
      case 'R': start(); break;
      case 'D': dump(); break;
      default: return 4;
    }
  }
  return 0;
}
