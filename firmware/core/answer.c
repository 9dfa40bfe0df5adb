#include "answer.h"

#include "crc.h"
#include "flash.h"
#include "hardware.h"

bool answerGuarded;

static bool isOpen;
static uint16_t crc;

void answerCharacter(char character) {
  crc = crcAdd(crc, (uint8_t)character);
  serialWrite((uint8_t)character);
}

void answerBegin(void) {
  if (isOpen) {
    answerCharacter(';');
    return;
  }
  isOpen = true;
  crc = CRC_START;
}

void answerEndLine(void) {
  if (!isOpen) return;
  isOpen = false;
  if (answerGuarded) {
    uint16_t sum = crc;
    serialWrite('~');
    for (int8_t shift = 12; shift >= 0; shift = (int8_t)(shift - 4)) {
      uint8_t digit = (uint8_t)((sum >> shift) & 15);
      serialWrite((uint8_t)(digit < 10 ? '0' + digit : 'A' + digit - 10));
    }
  }
  serialWrite('\n');
}

void answerText(const char *flashText) {
  for (char character; (character = (char)flashByte(flashText)) != 0; flashText++) answerCharacter(character);
}

void answerWord(const char *flashWords, uint8_t index) {
  char character;
  for (; index > 0; flashWords++) {
    if (flashByte(flashWords) == ' ') index--;
  }
  for (; (character = (char)flashByte(flashWords)) >= 'A' && character <= 'Z'; flashWords++) answerCharacter(character);
}

static void digits(uint32_t number, uint8_t least) {
  char text[10];
  uint8_t length = 0;
  do {
    text[length++] = (char)('0' + number % 10);
    number /= 10;
  } while (number != 0 || length < least);
  while (length > 0) answerCharacter(text[--length]);
}

void answerUnsigned(uint32_t number) {
  digits(number, 1);
}

void answerSigned(int32_t number) {
  if (number < 0) answerCharacter('-');
  digits(number < 0 ? 0u - (uint32_t)number : (uint32_t)number, 1);
}

void answerMicro(uint32_t micro) {
  digits(micro / 1000000U, 1);
  answerCharacter('.');
  digits(micro % 1000000U, 6);
}

void answerComma(bool isFirst) {
  if (!isFirst) answerCharacter(',');
}
