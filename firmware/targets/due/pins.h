/* The pins of the Arduino Due, all on port C but the freeze line (PB25, pin 2), its sense (PC28, pin 3), SPI and serial port. */
#ifndef PINS_H
#define PINS_H

/* Pins 33 to 37: five address lines. */
#define SELECT_SHIFT 1
#define SELECT_MASK (0x1Fu << SELECT_SHIFT)
#define PIN_DIRECTION (1u << 3)
#define PIN_CONVERT (1u << 6)
#define PIN_STORE (1u << 7)
#define PIN_LOAD (1u << 8)
#define PIN_LATCH (1u << 9)
#define PIN_WRITE1 (1u << 12)
#define PIN_WRITE2 (1u << 13)
/* Nudge clock (2024) or third write line (2022). */
#define PIN_WRITE3 (1u << 14)
#define PIN_NUDGE_CLOCK PIN_WRITE3
#define PIN_OUTPUT_ENABLE (1u << 15)

/* Port B: TIOA0. Port C: TIOA7. */
#define PIN_LEARN (1u << 25)
#define PIN_SENSE (1u << 28)

/* Port A: MISO, MOSI, SPCK; URXD, UTXD. */
#define PINS_SPI (7u << 25)
#define PINS_UART (3u << 8)

#endif
