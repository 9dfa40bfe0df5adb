#include "table.h"

#include <string.h>

#include "crc.h"

TableShape table;

static uint8_t storage[TABLE_BYTES];

void tableClear(void) {
  memset(&table, 0, sizeof table);
}

uint8_t tableStride(void) {
  return (uint8_t)(table.width + (table.hasPulses ? 2 : 0));
}

uint16_t tableLength(void) {
  return (uint16_t)((uint16_t)(table.training + table.test) * tableStride());
}

void tableWrite(uint8_t firstRow, const uint8_t *bytes, uint8_t length) {
  memcpy(storage + (uint16_t)firstRow * tableStride(), bytes, length);
}

uint16_t tableChecksum(void) {
  uint16_t crc = CRC_START, length = (uint16_t)((uint16_t)table.filled * tableStride());
  for (uint16_t index = 0; index < length; index++) crc = crcAdd(crc, storage[index]);
  return crc;
}

static const uint8_t *rowOf(uint8_t row) {
  return storage + (uint16_t)row * tableStride();
}

uint8_t tableCode(uint8_t row, uint8_t column) {
  return rowOf(row)[column];
}

uint16_t tablePulse(uint8_t row) {
  if (!table.hasPulses) return 0;
  const uint8_t *bytes = rowOf(row) + table.width;
  return (uint16_t)(bytes[0] | (uint16_t)bytes[1] << 8);
}

int8_t tableColumn(uint8_t channel) {
  for (uint8_t column = 0; column < table.width; column++) {
    if (table.channels[column] == channel) return (int8_t)column;
  }
  return -1;
}

uint8_t *tableErrors(void) {
  return storage + tableLength();
}
