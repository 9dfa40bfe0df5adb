/* The pins of firmware/README.md, by port. */
#ifndef PINS_H
#define PINS_H

#include <avr/io.h>

/* Port B */
#define PIN_SENSE PB0
#define PIN_LEARN PB1
#define PIN_LATCH PB2
#define PIN_DATA_OUT PB3
#define PIN_DATA_IN PB4
#define PIN_SHIFT PB5

/* Port C: five address lines of the multiplexers; 0 and 1 also address the DACs, 2 is the potentiometers' direction. */
#define SELECT_MASK 0x1F
#define PIN_DIRECTION PC2
#define PIN_CONVERT PC5

/* Port D */
#define PIN_NUDGE_CLOCK PD2
#define PIN_WRITE3 PD2
#define PIN_OUTPUT_ENABLE PD3
#define PIN_WRITE1 PD4
#define PIN_WRITE2 PD5
#define PIN_STORE PD6
#define PIN_LOAD PD7

#endif
