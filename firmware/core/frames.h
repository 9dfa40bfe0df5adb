/* What the board sends on its own: blocks with kind, sequence number, time and checksum. */
#ifndef FRAMES_H
#define FRAMES_H

#include <stdbool.h>
#include <stdint.h>

enum { STREAM_MEASUREMENT = 1, STREAM_STATE = 2, STREAM_HEARTBEAT = 4 };
enum { FRAME_HEARTBEAT = 1, FRAME_STATE = 2, FRAME_MEASUREMENT = 3 };

#define HEARTBEAT_DEFAULT_MICROSECONDS 1000000U

typedef struct {
  uint8_t subscribed;
  uint32_t heartbeatPeriod;
  /* Number of the next frame. */
  uint32_t sequence;
} Stream;

extern Stream stream;

void streamReset(void);
void frameBegin(uint8_t kind, uint8_t bodyLength);
void frameByte(uint8_t value);
void frameWord(uint16_t value);
void frameLong(uint32_t value);
void frameEnd(void);
/* Has the state reported, if subscribed, by the next statePoll: never within an answer. */
void reportState(int16_t cause);
void statePoll(void);
/* A heartbeat, if subscribed and due. */
void heartbeatPoll(void);

#endif
