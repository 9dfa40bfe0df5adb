/* Converters, potentiometers, reset and watchdog of the ATmega328P board. */
#include <avr/eeprom.h>
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/wdt.h>
#include <util/delay.h>

#include "clock.h"
#include "hardware.h"
#include "pins.h"
#include "profile.h"
#include "program.h"
#include "serial.h"

static BootCause bootCause;

static uint8_t shift(uint8_t byte) {
  SPDR = byte;
  while (!(SPSR & _BV(SPIF))) continue;
  return SPDR;
}

static void selectAddress(uint8_t address) {
  PORTC = (uint8_t)((PORTC & ~SELECT_MASK) | address);
}

/* WR of each group of four channels. */
static uint8_t writePin(uint8_t channel) {
#if OUTPUT_COUNT > 8
  if (channel >= 8) return _BV(PIN_WRITE3);
#endif
  return channel >= 4 ? _BV(PIN_WRITE2) : _BV(PIN_WRITE1);
}

void hardwareSetOutput(uint8_t channel, uint8_t code) {
  uint8_t pin = writePin(channel);
  selectAddress(channel & 3);
  shift(code);
  PORTB |= _BV(PIN_LATCH);
  PORTB &= (uint8_t)~_BV(PIN_LATCH);
  PORTD &= (uint8_t)~pin;
  // TLC7226: at least 200 ns low.
  _delay_us(0.25);
  PORTD |= pin;
}

void hardwareEnableOutputs(bool enabled) {
  if (enabled) {
    PORTD |= _BV(PIN_OUTPUT_ENABLE);
  } else {
    PORTD &= (uint8_t)~_BV(PIN_OUTPUT_ENABLE);
  }
}

Reading hardwareRead(uint8_t address) {
  Reading reading;
  selectAddress(address);
  // Multiplexer and amplifier settle; the TLC0820 needs 500 ns since the last reading anyway.
  _delay_us(2);
  PORTC &= (uint8_t)~_BV(PIN_CONVERT);
  // TLC0820 in read mode: at most 2.5 us.
  _delay_us(3);
  PORTD |= _BV(PIN_STORE);
  PORTD &= (uint8_t)~_BV(PIN_STORE);
  PORTC |= _BV(PIN_CONVERT);
  PORTD &= (uint8_t)~_BV(PIN_LOAD);
  PORTD |= _BV(PIN_LOAD);
  reading.node = shift(0);
  reading.state = shift(0);
  return reading;
}

#if HAS_PULSES
#define NUDGE_UNKNOWN 255
#define NUDGE_POSITIONS 128

static uint8_t nudge = NUDGE_UNKNOWN;

static void stepNudge(uint8_t count) {
  for (; count > 0; count--) {
    PORTD &= (uint8_t)~_BV(PIN_NUDGE_CLOCK);
    PORTD |= _BV(PIN_NUDGE_CLOCK);
  }
}

/* The AD5220 counts edges and cannot be read: after a reset it is driven to its lower end, where it stops. */
void hardwareSetNudge(uint8_t position) {
  if (nudge == NUDGE_UNKNOWN) {
    selectAddress(0);
    stepNudge(NUDGE_POSITIONS);
    nudge = 0;
  }
  bool isUp = position > nudge;
  selectAddress(isUp ? _BV(PIN_DIRECTION) : 0);
  stepNudge(isUp ? (uint8_t)(position - nudge) : (uint8_t)(nudge - position));
  nudge = position;
}
#else
void hardwareSetNudge(uint8_t position) {
  (void)position;
}
#endif

void hardwareAlive(void) {
  wdt_reset();
}

BootCause hardwareBootCause(void) {
  return bootCause;
}

uint8_t memoryRead(uint8_t address) {
  return eeprom_read_byte((const uint8_t *)(uint16_t)address);
}

void memoryWrite(uint8_t address, uint8_t value) {
  eeprom_update_byte((uint8_t *)(uint16_t)address, value);
}

static BootCause causeOf(uint8_t flags) {
  if (flags & _BV(PORF)) return BOOT_POWER;
  if (flags & _BV(BORF)) return BOOT_BROWNOUT;
  if (flags & _BV(WDRF)) return BOOT_WATCHDOG;
  if (flags & _BV(EXTRF)) return BOOT_EXTERNAL;
  return BOOT_UNKNOWN;
}

static void startPins(void) {
  // Levels before directions, so that no line moves when its pin becomes an output.
  PORTB = 0;
  PORTC = _BV(PIN_CONVERT);
  PORTD = _BV(PIN_WRITE1) | _BV(PIN_WRITE2) | _BV(PIN_WRITE3) | _BV(PIN_LOAD);
  DDRB = _BV(PIN_LEARN) | _BV(PIN_LATCH) | _BV(PIN_DATA_OUT) | _BV(PIN_SHIFT);
  DDRC = SELECT_MASK | _BV(PIN_CONVERT);
  DDRD = (uint8_t)~(_BV(PD0) | _BV(PD1));
  // SPI mode 0 at half the clock.
  SPCR = _BV(SPE) | _BV(MSTR);
  SPSR = _BV(SPI2X);
}

int main(void) {
  bootCause = causeOf(MCUSR);
  MCUSR = 0;
  wdt_enable(WDTO_250MS);
  // Idle mode: timer, serial port and SPI go on while the processor rests.
  SMCR = _BV(SE);
  startPins();
  clockStart();
  serialStart();
  sei();
  programStart();
  for (;;) programPoll();
}
