/*
 * Timer 1 runs freely at 2 MHz. It is the clock of the board and makes the learning pulses: compare unit A sets the freeze
 * line at one count and clears it at another, whatever the processor does meanwhile.
 */
#include "clock.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/wdt.h>

#include "hardware.h"
#include "pins.h"
#include "profile.h"
#include "rest.h"

/* The line is set so many ticks after it was asked for: time to write the registers. */
#define LEAD_TICKS 8
/* The end of a long pulse is armed when less than this is left, ticks: within one turn of the timer, and long enough not to miss it. */
#define ARM_TICKS 40000U

#define CAPTURE_RISING (_BV(CS11) | _BV(ICES1))
#define CAPTURE_FALLING _BV(CS11)

static volatile uint32_t overflows;
static volatile bool isOver;

ISR(TIMER1_OVF_vect) {
  overflows++;
}

/* The end of a pulse: wakes the program, the line has fallen by itself. */
ISR(TIMER1_COMPA_vect) {
  isOver = true;
  TIMSK1 &= (uint8_t)~_BV(OCIE1A);
}

void clockStart(void) {
  TCCR1A = 0;
  TCCR1B = CAPTURE_RISING;
  TIMSK1 = _BV(TOIE1);
}

/* Counts and overflows that belong together. */
static uint16_t readClock(uint32_t *turns) {
  cli();
  uint16_t count = TCNT1;
  *turns = overflows;
  // An overflow that has happened but has not been counted yet.
  if ((TIFR1 & _BV(TOV1)) && count < 0x8000) (*turns)++;
  sei();
  return count;
}

uint64_t hardwareTime(void) {
  uint32_t turns;
  uint16_t count = readClock(&turns);
  return ((uint64_t)turns << 15) | (count >> 1);
}

static uint32_t readTicks(void) {
  uint32_t turns;
  uint16_t count = readClock(&turns);
  return (turns << 16) | count;
}

uint32_t hardwareMicroseconds(void) {
  uint32_t turns;
  uint16_t count = readClock(&turns);
  // (turns << 16 | count) / 2 with the bit above: a shift by one, where a shift by fifteen would take 10 us.
  uint32_t half = ((turns << 16) | count) >> 1;
  return (turns >> 16) & 1 ? half | 0x80000000UL : half;
}

void hardwareWait(uint16_t microseconds) {
  for (; microseconds > 16000; microseconds = (uint16_t)(microseconds - 16000)) hardwareWait(16000);
  uint16_t start = TCNT1, ticks = (uint16_t)(microseconds * TICKS_PER_MICROSECOND);
  while ((uint16_t)(TCNT1 - start) < ticks) wdt_reset();
}

void hardwareSetLearning(bool learning) {
  TCCR1A = 0;
  if (learning) {
    PORTB |= _BV(PIN_LEARN);
  } else {
    PORTB &= (uint8_t)~_BV(PIN_LEARN);
  }
}

/* Arms the falling edge at a count of the timer. */
static void armEnd(uint16_t count) {
  OCR1A = count;
  TCCR1A = _BV(COM1A1);
  TIFR1 = _BV(OCF1A);
  isOver = false;
  TIMSK1 |= _BV(OCIE1A);
}

int16_t hardwarePulse(uint32_t ticks) {
  bool isShort = ticks <= ARM_TICKS;
  uint32_t startTicks = readTicks();
  cli();
  TCCR1B = CAPTURE_RISING;
  uint16_t start = (uint16_t)(TCNT1 + LEAD_TICKS);
  OCR1A = start;
  TCCR1A = _BV(COM1A1) | _BV(COM1A0);
  while ((int16_t)(TCNT1 - start) < 1) continue;
  uint16_t rise = ICR1;
  TCCR1B = CAPTURE_FALLING;
  if (isShort) armEnd((uint16_t)(start + ticks));
  sei();
  if (!isShort) {
    // Until then compare unit A keeps setting a line that is set.
    while (readTicks() - startTicks < ticks - ARM_TICKS / 2) wdt_reset();
    cli();
    armEnd((uint16_t)(start + ticks));
    sei();
  }
  while (!isOver) REST_UNLESS(isOver);
  uint16_t fall = ICR1;
  TCCR1A = 0;
  if (rise == fall) return INT16_MAX;
  return (int16_t)((uint16_t)(fall - rise) - (uint16_t)ticks);
}
