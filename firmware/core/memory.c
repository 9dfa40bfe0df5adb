#include "memory.h"

#include "hardware.h"

#define STARTS_ADDRESS 4

uint32_t memorySerialNumber(void) {
  uint32_t number = 0;
  for (uint8_t index = 0; index < 4; index++) number |= (uint32_t)memoryRead(index) << (8 * index);
  // Erased memory reads as ones.
  return number == UINT32_MAX ? 0 : number;
}

void memorySetSerialNumber(uint32_t number) {
  for (uint8_t index = 0; index < 4; index++) memoryWrite(index, (uint8_t)(number >> (8 * index)));
}

uint16_t memoryStarts(void) {
  return (uint16_t)(memoryRead(STARTS_ADDRESS) | (uint16_t)memoryRead(STARTS_ADDRESS + 1) << 8);
}

void memoryCountStart(void) {
  uint16_t starts = (uint16_t)(memoryStarts() + 1);
  memoryWrite(STARTS_ADDRESS, (uint8_t)starts);
  memoryWrite(STARTS_ADDRESS + 1, (uint8_t)(starts >> 8));
}
