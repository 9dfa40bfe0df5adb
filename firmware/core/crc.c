#include "crc.h"

/* The polynomial x^16 + x^12 + x^5 + 1, eight bits at a time without a table. */
uint16_t crcAdd(uint16_t crc, uint8_t byte) {
  crc = (uint16_t)((crc >> 8) | (crc << 8));
  crc ^= byte;
  crc ^= (uint16_t)((crc & 0xFF) >> 4);
  crc ^= (uint16_t)(crc << 12);
  crc ^= (uint16_t)((crc & 0xFF) << 5);
  return crc;
}
