/* What the board keeps while it is switched off: bytes 0 to 3 its serial number, 4 and 5 how often it has started. */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdint.h>

/* 0: never set. */
uint32_t memorySerialNumber(void);
void memorySetSerialNumber(uint32_t number);
uint16_t memoryStarts(void);
void memoryCountStart(void);

#endif
