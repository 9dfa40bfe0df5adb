#include "parameters.h"

#include "crc.h"
#include "errors.h"
#include "flash.h"

Parameters parameters;

bool fail(int16_t code) {
  errorPush(code);
  return false;
}

static void skipSpace(void) {
  while (parameters.cursor < parameters.end && (*parameters.cursor == ' ' || *parameters.cursor == '\t')) parameters.cursor++;
}

static bool atEnd(void) {
  skipSpace();
  return parameters.cursor >= parameters.end || *parameters.cursor == ';';
}

bool hasMore(void) {
  return !atEnd();
}

bool takeEnd(void) {
  if (atEnd()) return true;
  return fail(*parameters.cursor == ',' ? ERROR_NOT_ALLOWED : ERROR_SYNTAX);
}

/* Moves to the next parameter, past the comma before it. */
static bool next(void) {
  if (atEnd()) return fail(ERROR_MISSING);
  if (!parameters.isFirst) {
    if (*parameters.cursor != ',') return fail(ERROR_SYNTAX);
    parameters.cursor++;
    if (atEnd()) return fail(ERROR_MISSING);
  }
  parameters.isFirst = false;
  return true;
}

static bool takeDecimal(int8_t power, Decimal *decimal) {
  if (!next()) return false;
  int16_t error = decimalRead(&parameters.cursor, parameters.end, power, power != 0, decimal);
  return error == ERROR_NONE || fail(error);
}

static bool inRange(const Decimal *decimal, uint32_t least, uint32_t greatest) {
  bool isBelow = decimal->isNegative && decimal->magnitude != 0;
  return (!isBelow && decimal->magnitude >= least && decimal->magnitude <= greatest) || fail(ERROR_RANGE);
}

bool takeInteger(uint32_t least, uint32_t greatest, uint32_t *number) {
  Decimal decimal;
  if (!takeDecimal(0, &decimal) || !inRange(&decimal, least, greatest)) return false;
  *number = decimal.magnitude;
  return true;
}

bool takeIndex(uint8_t greatest, int8_t *index) {
  Decimal decimal;
  if (!takeDecimal(0, &decimal)) return false;
  if (decimal.isNegative && decimal.magnitude == 1) {
    *index = -1;
    return true;
  }
  if (!inRange(&decimal, 0, greatest)) return false;
  *index = (int8_t)decimal.magnitude;
  return true;
}

bool takeMicro(uint32_t least, uint32_t greatest, uint32_t *micro) {
  Decimal decimal;
  if (!takeDecimal(6, &decimal) || !inRange(&decimal, least, greatest)) return false;
  *micro = decimal.magnitude;
  return true;
}

bool takeWord(const char *words, uint8_t *index) {
  if (!next()) return false;
  uint8_t first = *parameters.cursor;
  if (!((first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z'))) return fail(ERROR_DATA_TYPE);
  for (*index = 0;; (*index)++) {
    if (keywordMatches(&words, &parameters.cursor, parameters.end)) return true;
    char character;
    while ((character = (char)flashByte(words)) != ' ' && character != 0) words++;
    if (character == 0) return fail(ERROR_ILLEGAL);
    words++;
  }
}

bool takeSwitch(bool *isOn) {
  skipSpace();
  const uint8_t *cursor = parameters.cursor;
  if (!parameters.isFirst && cursor < parameters.end && *cursor == ',') cursor++;
  while (cursor < parameters.end && *cursor == ' ') cursor++;
  if (cursor < parameters.end && *cursor >= '0' && *cursor <= '9') {
    uint32_t number;
    if (!takeInteger(0, 1, &number)) return false;
    *isOn = number == 1;
    return true;
  }
  uint8_t word;
  if (!takeWord(TEXT("OFF ON"), &word)) return false;
  *isOn = word == 1;
  return true;
}

static bool takeChannel(uint8_t limit, uint8_t *channel) {
  Decimal decimal;
  skipSpace();
  int16_t error = decimalRead(&parameters.cursor, parameters.end, 0, false, &decimal);
  if (error != ERROR_NONE) return fail(error == ERROR_DATA_TYPE ? ERROR_SYNTAX : error);
  if (!inRange(&decimal, 0, (uint32_t)(limit - 1))) return false;
  *channel = (uint8_t)decimal.magnitude;
  skipSpace();
  return true;
}

static bool append(ChannelList *list, uint8_t channel) {
  if (list->count == LIST_CHANNELS) return fail(ERROR_TOO_MUCH);
  list->channels[list->count++] = channel;
  return true;
}

static bool takeRange(uint8_t limit, ChannelList *list) {
  uint8_t first, last;
  if (!takeChannel(limit, &first) || !append(list, first)) return false;
  if (parameters.cursor >= parameters.end || *parameters.cursor != ':') return true;
  parameters.cursor++;
  if (!takeChannel(limit, &last)) return false;
  while (first != last) {
    first = (uint8_t)(first < last ? first + 1 : first - 1);
    if (!append(list, first)) return false;
  }
  return true;
}

bool takeList(uint8_t limit, ChannelList *list) {
  if (!next()) return false;
  const uint8_t *cursor = parameters.cursor;
  if (*cursor != '(') return fail(ERROR_DATA_TYPE);
  if (cursor + 1 >= parameters.end || cursor[1] != '@') return fail(ERROR_SYNTAX);
  parameters.cursor += 2;
  list->count = 0;
  for (;;) {
    if (!takeRange(limit, list)) return false;
    if (parameters.cursor >= parameters.end) return fail(ERROR_SYNTAX);
    uint8_t separator = *parameters.cursor++;
    if (separator == ')') return true;
    if (separator != ',') return fail(ERROR_SYNTAX);
  }
}

bool takeBlock(Block *block) {
  if (!next()) return false;
  const uint8_t *cursor = parameters.cursor, *end = parameters.end;
  if (*cursor++ != '#') return fail(ERROR_DATA_TYPE);
  if (cursor >= end || *cursor < '1' || *cursor > '9') return fail(ERROR_BLOCK);
  uint16_t length = 0;
  for (uint8_t digits = (uint8_t)(*cursor++ - '0'); digits > 0; digits--, cursor++) {
    if (cursor >= end || *cursor < '0' || *cursor > '9') return fail(ERROR_BLOCK);
    length = (uint16_t)(length * 10 + (uint16_t)(*cursor - '0'));
    if (length > BLOCK_BYTES) return fail(ERROR_BLOCK);
  }
  if (length < 2 || end - cursor < (int16_t)length) return fail(ERROR_BLOCK);
  uint16_t crc = CRC_START;
  for (uint16_t index = 0; index < length; index++) crc = crcAdd(crc, cursor[index]);
  if (crc != 0) return fail(ERROR_CHECKSUM);
  block->bytes = cursor;
  block->length = (uint8_t)(length - 2);
  parameters.cursor = cursor + length;
  return true;
}
