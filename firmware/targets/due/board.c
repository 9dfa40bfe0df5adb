/* Converters, potentiometers, reset and watchdog of the Arduino Due board: the circuit of the ATmega328P behind 74HCT buffers (3.3 V to 5 V). */
#include "hardware.h"
#include "modules.h"
#include "pins.h"
#include "profile.h"
#include "program.h"
#include "sam3x8e.h"

/* Last page of the second flash bank: what survives switching off. */
#define MEMORY_PAGE_ADDRESS 0x000FFF00u
#define MEMORY_PAGE 1023u
#define PAGE_WORDS 64u
#define ERASE_AND_WRITE_PAGE (0x5A000000u | MEMORY_PAGE << 8 | 3u)

static BootCause bootCause;

static void set(uint32_t pins) {
  PIO_SODR(PIOC) = pins;
}

static void clear(uint32_t pins) {
  PIO_CODR(PIOC) = pins;
}

/* Loops of at least four cycles at 84 MHz: no shorter than asked for. */
static void delayNanoseconds(uint32_t nanoseconds) {
  for (volatile uint32_t loops = nanoseconds / 47 + 1; loops > 0; loops--) continue;
}

static uint8_t shift(uint8_t byte) {
  SPI_TDR = byte;
  while (!(SPI_SR & 1u)) continue;
  return (uint8_t)SPI_RDR;
}

static void selectAddress(uint8_t address) {
  clear(SELECT_MASK);
  set((uint32_t)address << SELECT_SHIFT);
}

void hardwareSetOutput(uint8_t channel, uint8_t code) {
  static const uint32_t writePins[3] = {PIN_WRITE1, PIN_WRITE2, PIN_WRITE3};
  uint32_t pin = writePins[channel / 4];
  selectAddress(channel & 3);
  shift(code);
  set(PIN_LATCH);
  delayNanoseconds(100);
  clear(PIN_LATCH);
  clear(pin);
  delayNanoseconds(250);
  set(pin);
}

void hardwareEnableOutputs(bool enabled) {
  if (enabled) {
    set(PIN_OUTPUT_ENABLE);
  } else {
    clear(PIN_OUTPUT_ENABLE);
  }
}

Reading hardwareRead(uint8_t address) {
  Reading reading;
  selectAddress(address);
  delayNanoseconds(2000);
  clear(PIN_CONVERT);
  delayNanoseconds(3000);
  set(PIN_STORE);
  delayNanoseconds(100);
  clear(PIN_STORE);
  set(PIN_CONVERT);
  clear(PIN_LOAD);
  delayNanoseconds(100);
  set(PIN_LOAD);
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
    clear(PIN_NUDGE_CLOCK);
    delayNanoseconds(100);
    set(PIN_NUDGE_CLOCK);
    delayNanoseconds(100);
  }
}

/* As on the ATmega328P: driven to its lower end once, counted from there. */
void hardwareSetNudge(uint8_t position) {
  if (nudge == NUDGE_UNKNOWN) {
    clear(PIN_DIRECTION);
    stepNudge(NUDGE_POSITIONS);
    nudge = 0;
  }
  bool isUp = position > nudge;
  if (isUp) {
    set(PIN_DIRECTION);
  } else {
    clear(PIN_DIRECTION);
  }
  stepNudge(isUp ? (uint8_t)(position - nudge) : (uint8_t)(nudge - position));
  nudge = position;
}
#else
void hardwareSetNudge(uint8_t position) {
  (void)position;
}
#endif

void hardwareAlive(void) {
  WDT_CR = 0xA5000001u;
}

BootCause hardwareBootCause(void) {
  return bootCause;
}

uint8_t memoryRead(uint8_t address) {
  return *(const volatile uint8_t *)(MEMORY_PAGE_ADDRESS + address);
}

/* The page is written whole, from a copy with the one byte changed; the program runs from the other bank meanwhile. */
void memoryWrite(uint8_t address, uint8_t value) {
  if (memoryRead(address) == value) return;
  for (uint32_t word = 0; word < PAGE_WORDS; word++) {
    volatile uint32_t *target = (volatile uint32_t *)(MEMORY_PAGE_ADDRESS + 4 * word);
    uint32_t content = *target;
    if (word == address / 4u) {
      uint32_t place = 8u * (address % 4u);
      content = (content & ~(0xFFu << place)) | (uint32_t)value << place;
    }
    *target = content;
  }
  EEFC1_FCR = ERASE_AND_WRITE_PAGE;
  while (!(EEFC1_FSR & 1u)) hardwareAlive();
}

static BootCause causeOf(uint32_t state) {
  switch ((state >> 8) & 7u) {
    case 0: return BOOT_POWER;
    case 2: return BOOT_WATCHDOG;
    case 4: return BOOT_EXTERNAL;
    default: return BOOT_UNKNOWN;
  }
}

/* 84 MHz from the 12 MHz crystal: PLLA times 14, divided by 2. */
static void startClocks(void) {
  EEFC0_FMR = 4u << 8;
  EEFC1_FMR = 4u << 8;
  CKGR_MOR = 0x00370000u | 8u << 8 | 1u << 3 | 1u;
  while (!(PMC_SR & PMC_MOSCXTS)) continue;
  CKGR_MOR = 0x00370000u | 8u << 8 | 1u << 24 | 1u << 3 | 1u;
  while (!(PMC_SR & PMC_MOSCSELS)) continue;
  CKGR_PLLAR = 1u << 29 | 13u << 16 | 0x3Fu << 8 | 1u;
  while (!(PMC_SR & PMC_LOCKA)) continue;
  PMC_MCKR = 1u << 4 | 1u;
  while (!(PMC_SR & PMC_MCKRDY)) continue;
  PMC_MCKR = 1u << 4 | 2u;
  while (!(PMC_SR & PMC_MCKRDY)) continue;
}

static void startPins(void) {
  const uint32_t outputs = SELECT_MASK | PIN_CONVERT | PIN_STORE | PIN_LOAD | PIN_LATCH | PIN_WRITE1 | PIN_WRITE2 | PIN_WRITE3 | PIN_OUTPUT_ENABLE;
  // UART, ports A to C, SPI 0, timer channels 0 and 1; channel 7.
  PMC_PCER0 = 1u << 8 | 7u << 11 | 1u << 24 | 3u << 27;
  PMC_PCER1 = 1u << 2;
  set(PIN_CONVERT | PIN_LOAD | PIN_WRITE1 | PIN_WRITE2 | PIN_WRITE3);
  PIO_PER(PIOC) = outputs;
  PIO_OER(PIOC) = outputs;
  hardwareSetLearning(false);
  PIO_OER(PIOB) = PIN_LEARN;
  PIO_ABSR(PIOB) |= PIN_LEARN;
  PIO_ABSR(PIOC) |= PIN_SENSE;
  PIO_PDR(PIOC) = PIN_SENSE;
  PIO_PDR(PIOA) = PINS_SPI | PINS_UART;
  // SPI mode 0 (NCPHA set) at 84 MHz / 10.
  SPI_MR = 0x000E0011u;
  SPI_CSR0 = 10u << 8 | 2u;
  SPI_CR = 1u;
}

int main(void) {
  bootCause = causeOf(RSTC_SR);
  // 250 ms (64 periods of 128 slow clocks), reset on fault; can be written once.
  WDT_MR = 64u << 16 | 1u << 13 | 64u;
  startClocks();
  startPins();
  clockStart();
  serialStart();
  NVIC_ISER0 = 1u << UART_IRQ | 1u << TC_CLOCK_IRQ;
  programStart();
  for (;;) programPoll();
}
