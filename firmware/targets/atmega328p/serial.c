/* The serial port, both ways through rings that interrupts empty and fill. */
#include "serial.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/wdt.h>

#include "hardware.h"
#include "link.h"
#include "rest.h"

/* Powers of two, so that an index wraps with one AND. */
#define RECEIVE_RING 128
#define TRANSMIT_RING 128

static uint8_t received[RECEIVE_RING], transmitted[TRANSMIT_RING];
static volatile uint8_t receiveHead, receiveTail, transmitHead, transmitTail;
static volatile uint8_t fault;

ISR(USART_RX_vect) {
  uint8_t state = UCSR0A, byte = UDR0;
  uint8_t next = (uint8_t)((receiveHead + 1) & (RECEIVE_RING - 1));
  if (state & _BV(FE0)) {
    fault = SERIAL_FRAMING;
    return;
  }
  // After a loss nothing is taken until the main loop has seen the gap, so that what stands in the ring is what came before it.
  if (fault != SERIAL_INTACT || next == receiveTail || (state & _BV(DOR0))) {
    fault = byte == '\n' ? SERIAL_LOST_TO_LINE_END : SERIAL_LOST;
    return;
  }
  received[receiveHead] = byte;
  receiveHead = next;
}

ISR(USART_UDRE_vect) {
  if (transmitHead == transmitTail) {
    UCSR0B &= (uint8_t)~_BV(UDRIE0);
    return;
  }
  UDR0 = transmitted[transmitTail];
  transmitTail = (uint8_t)((transmitTail + 1) & (TRANSMIT_RING - 1));
}

void serialSetRate(uint32_t baud) {
  uint16_t divider = (uint16_t)((F_CPU / 4 / baud - 1) / 2);
  UBRR0 = divider;
}

void serialStart(void) {
  UCSR0A = _BV(U2X0);
  UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
  serialSetRate(BAUD_DEFAULT);
  UCSR0B = _BV(RXCIE0) | _BV(RXEN0) | _BV(TXEN0);
}

/* A byte or a fault wakes the program; the clock does so every 33 ms. */
void hardwareRest(void) {
  REST_UNLESS(receiveHead != receiveTail || fault != SERIAL_INTACT);
}

bool serialRead(uint8_t *byte) {
  if (receiveHead == receiveTail) return false;
  *byte = received[receiveTail];
  receiveTail = (uint8_t)((receiveTail + 1) & (RECEIVE_RING - 1));
  return true;
}

SerialFault serialFault(void) {
  if (fault == SERIAL_INTACT || receiveHead != receiveTail) return SERIAL_INTACT;
  cli();
  SerialFault seen = (SerialFault)fault;
  fault = SERIAL_INTACT;
  sei();
  return seen;
}

void serialWrite(uint8_t byte) {
  uint8_t next = (uint8_t)((transmitHead + 1) & (TRANSMIT_RING - 1));
  while (next == transmitTail) REST_UNLESS(next != transmitTail);
  transmitted[transmitHead] = byte;
  transmitHead = next;
  cli();
  UCSR0B |= _BV(UDRIE0);
  sei();
}

void serialFlush(void) {
  while (transmitHead != transmitTail) wdt_reset();
  // The byte in the shift register and the one behind it: two characters at the slowest rate last 174 us.
  hardwareWait(200);
}
