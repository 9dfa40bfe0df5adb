#include "errors.h"

#include "flash.h"
#include "profile.h"

StatusRegisters status;

static int16_t queue[ERROR_QUEUE];
static uint8_t count;

typedef struct {
  int16_t code;
  char text[24];
} ErrorText;

static const ErrorText texts[] FLASH = {
  {ERROR_NONE, "No error"},
  {ERROR_SYNTAX, "Syntax error"},
  {ERROR_DATA_TYPE, "Data type error"},
  {ERROR_NOT_ALLOWED, "Parameter not allowed"},
  {ERROR_MISSING, "Missing parameter"},
  {ERROR_UNDEFINED, "Undefined header"},
  {ERROR_SUFFIX, "Invalid suffix"},
  {ERROR_BLOCK, "Invalid block data"},
  {ERROR_INIT_IGNORED, "Init ignored"},
  {ERROR_CONFLICT, "Settings conflict"},
  {ERROR_RANGE, "Data out of range"},
  {ERROR_TOO_MUCH, "Too much data"},
  {ERROR_ILLEGAL, "Illegal parameter value"},
  {ERROR_OVERFLOW, "Queue overflow"},
  {ERROR_FRAMING, "Communication error"},
  {ERROR_OVERRUN, "Input buffer overrun"},
  {ERROR_TIMEOUT, "Time out error"},
  {ERROR_CHECKSUM, "Checksum mismatch"},
  {ERROR_INCOMPLETE, "Experiment incomplete"},
  {ERROR_PULSE, "Pulse not sensed"},
};

static uint8_t eventBit(int16_t code) {
  if (code > -200 && code < 0) return 32;
  if (code > -300 && code < 0) return 16;
  return 8;
}

void errorPush(int16_t code) {
  status.event |= eventBit(code);
  if (count < ERROR_QUEUE) {
    queue[count++] = code;
  } else {
    queue[ERROR_QUEUE - 1] = ERROR_OVERFLOW;
  }
}

int16_t errorPop(void) {
  if (count == 0) return ERROR_NONE;
  int16_t oldest = queue[0];
  count--;
  for (uint8_t index = 0; index < count; index++) queue[index] = queue[index + 1];
  return oldest;
}

uint8_t errorCount(void) {
  return count;
}

void errorClear(void) {
  count = 0;
}

const char *errorText(int16_t code) {
  for (uint8_t index = 0; index < sizeof texts / sizeof texts[0]; index++) {
    if ((int16_t)flashWord(&texts[index].code) == code) return texts[index].text;
  }
  return texts[0].text;
}
