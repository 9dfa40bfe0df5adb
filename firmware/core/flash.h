/* Constant tables: in program memory where the machine has a separate one. */
#ifndef FLASH_H
#define FLASH_H

#include <stdint.h>

#ifdef __AVR__
#include <avr/pgmspace.h>
#define FLASH PROGMEM
#define flashByte(address) pgm_read_byte(address)
#define flashWord(address) pgm_read_word(address)
#define flashLong(address) pgm_read_dword(address)
#define flashPointer(address) pgm_read_ptr(address)
#define TEXT(literal) PSTR(literal)
#else
#define FLASH
#define flashByte(address) (*(const uint8_t *)(address))
#define flashWord(address) (*(const uint16_t *)(address))
#define flashLong(address) (*(const uint32_t *)(address))
#define flashPointer(address) (*(address))
#define TEXT(literal) (literal)
#endif

#endif
