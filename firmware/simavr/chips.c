#include "chips.h"

#include <math.h>
#include <stddef.h>

#include <simavr/avr_ioport.h>
#include <simavr/avr_spi.h>
#include <simavr/avr_timer.h>

#define PIN_COUNT 8

static avr_t *avr;
static bool is2022;

static uint8_t ports[3][PIN_COUNT];
static uint8_t dataBus, shiftRegister, outputs[12];
static uint16_t converters, storage, readRegister;
static int nudge = 64;
static bool isLearning;
static avr_cycle_count_t learningSince, learningCycles;
static uint32_t clockEdges;

enum { PORT_B, PORT_C, PORT_D };

static uint8_t address(void) {
  uint8_t value = 0;
  for (int bit = 0; bit < 5; bit++) value |= (uint8_t)(ports[PORT_C][bit] << bit);
  return value;
}

static bool outputsAreEnabled(void) {
  return ports[PORT_D][3];
}

static double outputOf(int channel) {
  return outputsAreEnabled() ? outputs[channel] : 0;
}

/* Code of a free node: node n follows output n mod 8; of a clamped node: moved by the nudge towards output (n + 1) mod 8. */
static double nodeCode(uint8_t selected) {
  int node = selected & 15;
  double free = outputOf(node % 8), label = outputOf((node + 1) % 8);
  if (selected < 16) return free;
  return is2022 ? label : free + (label - free) * nudge / 128;
}

/* Gate e: (40 + e) codes, rising by one code for every millisecond of learning. Wiper: 64, up by one with each clock edge. */
static double stateCode(uint8_t selected) {
  if (is2022) return 2 * (64 + (clockEdges > 64 ? 64 : clockEdges));
  avr_cycle_count_t cycles = learningCycles + (isLearning ? avr->cycle - learningSince : 0);
  return 40 + selected + (double)cycles / 16000;
}

static uint8_t rounded(double code) {
  return (uint8_t)fmin(255, fmax(0, floor(code + 0.5)));
}

static void learnLine(bool level) {
  if (level == isLearning) return;
  isLearning = level;
  if (level) {
    learningSince = avr->cycle;
    clockEdges++;
  } else {
    learningCycles += avr->cycle - learningSince;
  }
  avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_TIMER_GETIRQ('1'), TIMER_IRQ_IN_ICP), level);
}

static void writeOutput(int group) {
  outputs[4 * group + (address() & 3)] = dataBus;
}

static void nudgeClock(void) {
  nudge += ports[PORT_C][2] ? 1 : -1;
  if (nudge < 0) nudge = 0;
  if (nudge > 127) nudge = 127;
}

static void onPortB(int pin, uint8_t level) {
  if (pin == 1) learnLine(level);
  if (pin == 2 && level) dataBus = shiftRegister;
}

static void onPortC(int pin, uint8_t level) {
  // Both converters sample at the falling edge of their read line.
  if (pin == 5 && !level) converters = (uint16_t)(rounded(nodeCode(address())) << 8 | rounded(stateCode(address())));
}

static void onPortD(int pin, uint8_t level) {
  if (pin == 2 && is2022 && !level) writeOutput(2);
  if (pin == 2 && !is2022 && !level) nudgeClock();
  if (pin == 4 && !level) writeOutput(0);
  if (pin == 5 && !level) writeOutput(1);
  if (pin == 6 && level) storage = converters;
  if (pin == 7 && !level) readRegister = storage;
}

/* Mode of compare unit A: 0 while the pin follows its port, 3 set, 2 clear. */
static uint8_t compareMode(void) {
  return avr->data[0x80] >> 6;
}

static void onPin(struct avr_irq_t *irq, uint32_t value, void *parameter) {
  int port = (int)(intptr_t)parameter, pin = irq->irq;
  if (port == PORT_B && pin == 1 && compareMode() != 0) return;
  uint8_t level = value != 0;
  if (ports[port][pin] == level) return;
  ports[port][pin] = level;
  if (port == PORT_B) onPortB(pin, level);
  if (port == PORT_C) onPortC(pin, level);
  if (port == PORT_D) onPortD(pin, level);
}

/*
 * Compare unit A drives the freeze line. simavr 1.6 also raises this at writes of OCR1A, with values that contradict the mode
 * in TCCR1A (set: 3, clear: 2); those are no matches.
 */
static void onCompare(struct avr_irq_t *irq, uint32_t value, void *parameter) {
  (void)irq;
  (void)parameter;
  if (compareMode() != (value ? 3 : 2)) return;
  ports[PORT_B][1] = value != 0;
  learnLine(value != 0);
}

/* A whole byte: into the 74HC595, and out of the 74HCT597s. */
static void onShift(struct avr_irq_t *irq, uint32_t value, void *parameter) {
  shiftRegister = (uint8_t)value;
  uint8_t out = (uint8_t)(readRegister >> 8);
  readRegister = (uint16_t)(readRegister << 8);
  avr_raise_irq((avr_irq_t *)parameter, out);
  (void)irq;
}

void chipsConnect(avr_t *microcontroller, bool isProfile2022) {
  avr = microcontroller;
  is2022 = isProfile2022;
  for (int port = 0; port < 3; port++) {
    for (int pin = 0; pin < PIN_COUNT; pin++) {
      avr_irq_t *irq = avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('B' + port), pin);
      avr_irq_register_notify(irq, onPin, (void *)(intptr_t)port);
    }
  }
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_TIMER_GETIRQ('1'), TIMER_IRQ_OUT_COMP + AVR_TIMER_COMPA), onCompare, NULL);
  avr_irq_t *input = avr_io_getirq(avr, AVR_IOCTL_SPI_GETIRQ(0), SPI_IRQ_INPUT);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_SPI_GETIRQ(0), SPI_IRQ_OUTPUT), onShift, input);
}
