/* The programming port's UART, both ways through rings that its interrupt fills and empties. */
#include "hardware.h"
#include "link.h"
#include "modules.h"
#include "sam3x8e.h"

#define MASTER_CLOCK 84000000u
#define RING 1024u

static uint8_t received[RING], transmitted[RING];
static volatile uint16_t receiveHead, receiveTail, transmitHead, transmitTail;
static volatile uint8_t fault;

static void receive(uint32_t state) {
  uint8_t byte = (uint8_t)UART_RHR;
  uint16_t next = (uint16_t)((receiveHead + 1u) % RING);
  if (state & (UART_OVRE | UART_FRAME)) UART_CR = 1u << 8;
  if (state & UART_FRAME) {
    fault = SERIAL_FRAMING;
  } else if (fault != SERIAL_INTACT || next == receiveTail || (state & UART_OVRE)) {
    fault = byte == '\n' ? SERIAL_LOST_TO_LINE_END : SERIAL_LOST;
  } else {
    received[receiveHead] = byte;
    receiveHead = next;
  }
}

void serialInterrupt(void) {
  uint32_t state = UART_SR;
  if (state & UART_RXRDY) receive(state);
  if (!(state & UART_TXRDY) || !(UART_IMR & UART_TXRDY)) return;
  if (transmitHead == transmitTail) {
    UART_IDR = UART_TXRDY;
    return;
  }
  UART_THR = transmitted[transmitTail];
  transmitTail = (uint16_t)((transmitTail + 1u) % RING);
}

void serialSetRate(uint32_t baud) {
  UART_BRGR = (MASTER_CLOCK / 8 / baud + 1) / 2;
}

void serialStart(void) {
  UART_MR = 4u << 9;
  serialSetRate(BAUD_DEFAULT);
  UART_IER = UART_RXRDY;
  UART_CR = (1u << 4) | (1u << 6);
}

/* Until the next interrupt: a byte, or the clock running over; WFI also wakes on one that came meanwhile. */
void hardwareRest(void) {
  __asm__ volatile("cpsid i");
  if (receiveHead == receiveTail && fault == SERIAL_INTACT) __asm__ volatile("wfi");
  __asm__ volatile("cpsie i");
}

bool serialRead(uint8_t *byte) {
  if (receiveHead == receiveTail) return false;
  *byte = received[receiveTail];
  receiveTail = (uint16_t)((receiveTail + 1u) % RING);
  return true;
}

SerialFault serialFault(void) {
  if (fault == SERIAL_INTACT || receiveHead != receiveTail) return SERIAL_INTACT;
  UART_IDR = UART_RXRDY;
  SerialFault seen = (SerialFault)fault;
  fault = SERIAL_INTACT;
  UART_IER = UART_RXRDY;
  return seen;
}

void serialWrite(uint8_t byte) {
  uint16_t next = (uint16_t)((transmitHead + 1u) % RING);
  while (next == transmitTail) hardwareAlive();
  transmitted[transmitHead] = byte;
  transmitHead = next;
  UART_IER = UART_TXRDY;
}

void serialFlush(void) {
  while (transmitHead != transmitTail || !(UART_SR & UART_TXEMPTY)) hardwareAlive();
}
