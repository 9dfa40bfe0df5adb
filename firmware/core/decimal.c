#include "decimal.h"

#include "errors.h"

static bool isDigit(uint8_t character) {
  return character >= '0' && character <= '9';
}

static uint8_t upper(uint8_t character) {
  return character >= 'a' && character <= 'z' ? (uint8_t)(character - 32) : character;
}

typedef struct {
  uint32_t mantissa;
  int16_t exponent;
  /* A digit other than 0 was left out. */
  bool isCut;
} Parts;

/* What fits into 32 bits counts; further digits only move the exponent (an error below 1e-9 of the number). */
static bool readMantissa(const uint8_t **text, const uint8_t *end, Parts *parts) {
  bool hasDigits = false, isFraction = false, isFull = false;
  parts->mantissa = 0;
  parts->exponent = 0;
  parts->isCut = false;
  for (; *text < end; (*text)++) {
    uint8_t character = **text;
    if (character == '.' && !isFraction) {
      isFraction = true;
      continue;
    }
    if (!isDigit(character)) break;
    hasDigits = true;
    uint8_t digit = (uint8_t)(character - '0');
    if (parts->mantissa > 429496729U || (parts->mantissa == 429496729U && digit > 5)) isFull = true;
    if (isFull) {
      if (digit != 0) parts->isCut = true;
      if (!isFraction && parts->exponent < 1000) parts->exponent++;
    } else {
      parts->mantissa = parts->mantissa * 10 + digit;
      if (isFraction) parts->exponent--;
    }
  }
  return hasDigits;
}

/* An exponent, if there is one; 'E' without digits is no exponent but an error. */
static bool readExponent(const uint8_t **text, const uint8_t *end, int16_t *exponent) {
  if (*text >= end || upper(**text) != 'E') return true;
  const uint8_t *cursor = *text + 1;
  bool isNegative = false, hasDigits = false;
  if (cursor < end && (*cursor == '+' || *cursor == '-')) isNegative = *cursor++ == '-';
  int16_t value = 0;
  for (; cursor < end && isDigit(*cursor); cursor++) {
    hasDigits = true;
    if (value < 1000) value = (int16_t)(value * 10 + (*cursor - '0'));
  }
  *exponent = (int16_t)(*exponent + (isNegative ? -value : value));
  *text = cursor;
  return hasDigits;
}

static bool readSuffix(const uint8_t **text, const uint8_t *end, int16_t *exponent) {
  const uint8_t *cursor = *text;
  while (cursor < end && *cursor == ' ') cursor++;
  if (cursor >= end || upper(*cursor) < 'A' || upper(*cursor) > 'Z') return true;
  uint8_t first = upper(*cursor);
  if (first == 'M' || first == 'U') {
    *exponent = (int16_t)(*exponent - (first == 'M' ? 3 : 6));
    cursor++;
  }
  if (cursor >= end || (upper(*cursor) != 'V' && upper(*cursor) != 'S')) return false;
  *text = cursor + 1;
  return true;
}

/* magnitude * 10^exponent, rounded half up; false where it needs more than 32 bits. */
static bool scale(uint32_t *magnitude, int16_t exponent, bool *isExact) {
  *isExact = true;
  for (; exponent > 0 && *magnitude != 0; exponent--) {
    if (*magnitude > 0xFFFFFFFFUL / 10) return false;
    *magnitude *= 10;
  }
  uint8_t last = 0;
  for (; exponent < 0 && (*magnitude != 0 || last != 0); exponent++) {
    if (last != 0) *isExact = false;
    last = (uint8_t)(*magnitude % 10);
    *magnitude /= 10;
  }
  if (last != 0) *isExact = false;
  if (last >= 5) (*magnitude)++;
  return true;
}

int16_t decimalRead(const uint8_t **text, const uint8_t *end, int8_t power, bool suffixes, Decimal *answer) {
  const uint8_t *cursor = *text;
  answer->isNegative = false;
  if (cursor < end && (*cursor == '+' || *cursor == '-')) answer->isNegative = *cursor++ == '-';
  Parts parts;
  if (!readMantissa(&cursor, end, &parts)) return ERROR_DATA_TYPE;
  if (!readExponent(&cursor, end, &parts.exponent)) return ERROR_SYNTAX;
  if (suffixes && !readSuffix(&cursor, end, &parts.exponent)) return ERROR_SUFFIX;
  bool isExact;
  answer->magnitude = parts.mantissa;
  if (!scale(&answer->magnitude, (int16_t)(parts.exponent + power), &isExact)) return ERROR_RANGE;
  // A whole number that lost digits is too large, or had a fraction.
  if (power == 0 && (!isExact || parts.isCut)) return parts.exponent > 0 ? ERROR_RANGE : ERROR_DATA_TYPE;
  *text = cursor;
  return ERROR_NONE;
}
