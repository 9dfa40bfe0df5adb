#include "frames.h"

#include "bench.h"
#include "crc.h"
#include "errors.h"
#include "experiment.h"
#include "hardware.h"

#define FRAME_VERSION 1
/* Kind, version, sequence number and time before the body, checksum after it. */
#define FRAME_OVERHEAD 12

Stream stream;

static uint16_t crc;
static uint32_t lastHeartbeat;
static bool isStateWanted;
static int16_t stateCause;

void streamReset(void) {
  stream.subscribed = 0;
  stream.heartbeatPeriod = HEARTBEAT_DEFAULT_MICROSECONDS;
}

void frameByte(uint8_t value) {
  crc = crcAdd(crc, value);
  serialWrite(value);
}

void frameWord(uint16_t value) {
  frameByte((uint8_t)value);
  frameByte((uint8_t)(value >> 8));
}

void frameLong(uint32_t value) {
  frameWord((uint16_t)value);
  frameWord((uint16_t)(value >> 16));
}

void frameBegin(uint8_t kind, uint8_t bodyLength) {
  uint8_t length = (uint8_t)(bodyLength + FRAME_OVERHEAD);
  serialWrite('#');
  serialWrite('2');
  serialWrite((uint8_t)('0' + length / 10));
  serialWrite((uint8_t)('0' + length % 10));
  crc = CRC_START;
  frameByte(kind);
  frameByte(FRAME_VERSION);
  frameLong(stream.sequence++);
  frameLong(hardwareMicroseconds());
}

void frameEnd(void) {
  uint16_t sum = crc;
  serialWrite((uint8_t)(sum >> 8));
  serialWrite((uint8_t)sum);
  serialWrite('\n');
}

void reportState(int16_t cause) {
  isStateWanted = (stream.subscribed & STREAM_STATE) != 0;
  stateCause = cause;
}

void statePoll(void) {
  if (!isStateWanted) return;
  isStateWanted = false;
  frameBegin(FRAME_STATE, 14);
  frameWord(run.number);
  frameByte(run.state);
  frameLong(run.step);
  frameLong(run.learningMicroseconds);
  frameWord((uint16_t)stateCause);
  frameByte(0);
  frameEnd();
}

void heartbeatPoll(void) {
  if (!(stream.subscribed & STREAM_HEARTBEAT)) return;
  uint32_t now = hardwareMicroseconds();
  if (now - lastHeartbeat < stream.heartbeatPeriod) return;
  lastHeartbeat = now;
  frameBegin(FRAME_HEARTBEAT, 9);
  frameByte(run.state);
  frameWord(run.number);
  frameLong(run.step);
  frameByte(errorCount());
  frameByte(bench.isLearning);
  frameEnd();
}
