#include "dispatch.h"

#include <stdbool.h>

#include "commands.h"
#include "errors.h"
#include "flash.h"
#include "parameters.h"

typedef void (*CommandFunction)(void);

typedef struct {
  char header[30];
  CommandFunction function;
} Command;

#define COMMAND_ENTRY(header, function) {header, function##Command},
static const Command commands[] FLASH = {COMMAND_LIST(COMMAND_ENTRY)};
#undef COMMAND_ENTRY

#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

static bool isHeaderEnd(uint8_t character) {
  return character == ' ' || character == '\t' || character == ';';
}

/* Whether a command's header stands at the cursor, whole; moves the cursor past it. */
static bool headerMatches(const char *header, const uint8_t **cursor, const uint8_t *end) {
  const uint8_t *text = *cursor;
  for (;;) {
    char expected = (char)flashByte(header);
    if (expected == 0) break;
    if (expected >= 'A' && expected <= 'Z') {
      if (!keywordMatches(&header, &text, end)) return false;
      continue;
    }
    if (text >= end || *text != (uint8_t)expected) return false;
    header++;
    text++;
  }
  if (text < end && !isHeaderEnd(*text)) return false;
  *cursor = text;
  return true;
}

/* The end of a command: the next ';' that is not inside of a block. A malformed block reaches to the end of the line. */
static const uint8_t *commandEnd(const uint8_t *text, const uint8_t *end) {
  for (; text < end && *text != ';'; text++) {
    if (*text != '#') continue;
    if (text + 1 >= end || text[1] < '1' || text[1] > '9') return end;
    uint8_t digits = (uint8_t)(text[1] - '0');
    uint16_t length = 0;
    text += 2;
    for (; digits > 0; digits--, text++) {
      if (text >= end || *text < '0' || *text > '9' || length > BLOCK_BYTES) return end;
      length = (uint16_t)(length * 10 + (uint16_t)(*text - '0'));
    }
    if (end - text < (int32_t)length || length == 0) return end;
    text += length - 1;
  }
  return text;
}

static void executeCommand(const uint8_t *text, const uint8_t *end) {
  while (text < end && (*text == ' ' || *text == '\t')) text++;
  if (text < end && *text == ':') text++;
  if (text >= end) return;
  for (uint8_t index = 0; index < COMMAND_COUNT; index++) {
    const uint8_t *cursor = text;
    if (!headerMatches(commands[index].header, &cursor, end)) continue;
    parameters = (Parameters){cursor, end, true};
    ((CommandFunction)flashPointer(&commands[index].function))();
    return;
  }
  errorPush(ERROR_UNDEFINED);
}

void executeLine(const uint8_t *text, const uint8_t *end) {
  while (text < end) {
    const uint8_t *commandEndsAt = commandEnd(text, end);
    executeCommand(text, commandEndsAt);
    text = commandEndsAt + 1;
  }
}
