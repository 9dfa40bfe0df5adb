#include "flash.h"
#include "parameters.h"

static bool isUpper(char character) {
  return character >= 'A' && character <= 'Z';
}

static bool isLower(char character) {
  return character >= 'a' && character <= 'z';
}

static char upper(uint8_t character) {
  return isLower((char)character) ? (char)(character - 32) : (char)character;
}

static bool isWordCharacter(uint8_t character) {
  char letter = upper(character);
  return isUpper(letter) || (letter >= '0' && letter <= '9') || letter == '_';
}

bool keywordMatches(const char **keyword, const uint8_t **text, const uint8_t *end) {
  const char *pattern = *keyword;
  const uint8_t *cursor = *text;
  char expected;
  while (isUpper(expected = (char)flashByte(pattern))) {
    if (cursor >= end || upper(*cursor) != expected) return false;
    pattern++;
    cursor++;
  }
  bool isLong = cursor < end && isWordCharacter(*cursor);
  while (isLower(expected = (char)flashByte(pattern))) {
    if (isLong && (cursor >= end || upper(*cursor) != upper((uint8_t)expected))) return false;
    pattern++;
    if (isLong) cursor++;
  }
  if (cursor < end && isWordCharacter(*cursor)) return false;
  *keyword = pattern;
  *text = cursor;
  return true;
}
