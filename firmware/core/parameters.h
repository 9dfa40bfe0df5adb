/*
 * The line being executed, and what commands take from it. A command takes all its parameters before it changes anything;
 * each function answers false after queueing the error.
 */
#ifndef PARAMETERS_H
#define PARAMETERS_H

#include <stdbool.h>
#include <stdint.h>

#include "decimal.h"
#include "profile.h"

typedef struct {
  uint8_t count;
  uint8_t channels[LIST_CHANNELS];
} ChannelList;

typedef struct {
  const uint8_t *bytes;
  /* Without the checksum. */
  uint8_t length;
} Block;

/* Where the command stands in the line: the parameters from `cursor` to the next ';' outside of a block, or to `end`. */
typedef struct {
  const uint8_t *cursor;
  const uint8_t *end;
  bool isFirst;
} Parameters;

extern Parameters parameters;

/* Queues an error and answers false. */
bool fail(int16_t code);
/* Whether another parameter follows; takes nothing. */
bool hasMore(void);
/* Nothing may follow. */
bool takeEnd(void);
bool takeInteger(uint32_t least, uint32_t greatest, uint32_t *number);
/* An integer from -1 on. */
bool takeIndex(uint8_t greatest, int8_t *index);
/* A number in millionths, between limits in millionths. */
bool takeMicro(uint32_t least, uint32_t greatest, uint32_t *micro);
bool takeSwitch(bool *isOn);
/* One of the words of a list in flash, separated by spaces, in long or short form ("CYCLic RANDom"). */
bool takeWord(const char *words, uint8_t *index);
/* A channel list; all channels below `limit`. */
bool takeList(uint8_t limit, ChannelList *list);
bool takeBlock(Block *block);

/*
 * Whether text is a keyword: "ERRor" is matched by ERR and ERROR in either case and by nothing else.
 *
 * @param keyword  in flash; moved past the keyword where it matches
 * @param text     moved past the keyword where it matches
 */
bool keywordMatches(const char **keyword, const uint8_t **text, const uint8_t *end);

#endif
