/*
 * Runs a committed firmware image in simavr with the chips around it, its serial port on a pseudo-terminal.
 *
 *   twinbench-simavr FIRMWARE.elf|.hex PROFILE LINK
 *
 * LINK becomes a symbolic link to the pseudo-terminal. Runs no faster than a real board, until SIGTERM.
 * SIGUSR1 hangs the program where it stands, so that only its watchdog can help.
 * At the end it prints, as JSON, how far it got and how much of its memory the program never touched.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_hex.h>

#include "chips.h"

#define FREQUENCY 16000000UL
#define PAINT 0xA5
/* Cycles between two looks at the terminal and the wall clock. */
#define SLICE 8000

/* rjmp to itself */
#define ENDLESS_LOOP 0xCFFF

static volatile sig_atomic_t isStopped, isHangWanted;
static int terminal;
static bool canSend;
static uint8_t pending[4096];
static size_t pendingHead, pendingTail;

static void stop(int signal) {
  (void)signal;
  isStopped = 1;
}

static void wantHang(int signal) {
  (void)signal;
  isHangWanted = 1;
}

static bool isHung;
static avr_flashaddr_t hungAt;
static uint16_t hungInstruction;

static uint16_t exchange(avr_t *avr, avr_flashaddr_t address, uint16_t instruction) {
  uint16_t old = (uint16_t)(avr->flash[address] | avr->flash[address + 1] << 8);
  avr->flash[address] = (uint8_t)instruction;
  avr->flash[address + 1] = (uint8_t)(instruction >> 8);
  return old;
}

/* Puts an endless loop where the program stands (outside of interrupts), and takes it away once the reset has come. */
static void hang(avr_t *avr) {
  if (isHung && avr->pc == 0) {
    exchange(avr, hungAt, hungInstruction);
    isHung = false;
  } else if (isHangWanted && !isHung && avr->sreg[S_I]) {
    isHangWanted = 0;
    isHung = true;
    hungAt = avr->pc;
    hungInstruction = exchange(avr, hungAt, ENDLESS_LOOP);
  }
}

static void fail(const char *what) {
  fprintf(stderr, "twinbench-simavr: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int openTerminal(const char *path) {
  int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0) fail("cannot open a pseudo-terminal");
  const char *name = ptsname(master);
  // Kept open, so that a client that leaves does not end the line; raw, so that nothing is echoed or translated.
  int slave = open(name, O_RDWR | O_NOCTTY);
  struct termios settings;
  if (slave < 0 || tcgetattr(slave, &settings) < 0) fail(name);
  cfmakeraw(&settings);
  tcsetattr(slave, TCSANOW, &settings);
  unlink(path);
  if (symlink(name, path) < 0) fail(path);
  return master;
}

static void onOutput(struct avr_irq_t *irq, uint32_t value, void *parameter) {
  (void)irq;
  (void)parameter;
  uint8_t byte = (uint8_t)value;
  if (write(terminal, &byte, 1) < 0 && errno != EAGAIN) isStopped = 1;
}

static void onReady(struct avr_irq_t *irq, uint32_t value, void *parameter) {
  (void)irq;
  (void)value;
  canSend = parameter != NULL;
}

static void takeInput(avr_irq_t *input) {
  if (pendingHead == pendingTail) {
    ssize_t count = read(terminal, pending, sizeof pending);
    if (count <= 0) return;
    pendingTail = 0;
    pendingHead = (size_t)count;
  }
  while (canSend && pendingTail < pendingHead) avr_raise_irq(input, pending[pendingTail++]);
  if (pendingTail == pendingHead) pendingTail = pendingHead = 0;
}

static double wallTime(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static avr_t *load(const char *path) {
  uint32_t size, start;
  uint8_t *image = read_ihex_file(path, &size, &start);
  if (!image) fail(path);
  avr_t *avr = avr_make_mcu_by_name("atmega328p");
  if (!avr) fail("atmega328p");
  avr_init(avr);
  avr->frequency = FREQUENCY;
  memcpy(avr->flash + start, image, size);
  free(image);
  avr->codeend = avr->flashend;
  memset(avr->data + 0x100, PAINT, 2048);
  return avr;
}

static int untouched(const avr_t *avr) {
  int most = 0, run = 0;
  for (int address = 0x100; address < 0x900; address++) {
    run = avr->data[address] == PAINT ? run + 1 : 0;
    if (run > most) most = run;
  }
  return most;
}

int main(int count, char **words) {
  if (count != 4) {
    fprintf(stderr, "usage: twinbench-simavr FIRMWARE.hex transistors2024|digipots2022 LINK\n");
    return 2;
  }
  signal(SIGTERM, stop);
  signal(SIGINT, stop);
  signal(SIGUSR1, wantHang);
  avr_t *avr = load(words[1]);
  chipsConnect(avr, strcmp(words[2], "digipots2022") == 0);
  terminal = openTerminal(words[3]);
  uint32_t flags = 0;
  avr_ioctl(avr, AVR_IOCTL_UART_GET_FLAGS('0'), &flags);
  flags &= ~(uint32_t)(AVR_UART_FLAG_STDIO | AVR_UART_FLAG_POOL_SLEEP);
  avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
  avr_irq_t *input = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), onOutput, NULL);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XON), onReady, input);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XOFF), onReady, NULL);
  double start = wallTime();
  avr_cycle_count_t next = SLICE;
  int state = cpu_Running;
  while (!isStopped && state != cpu_Done && state != cpu_Crashed) {
    state = avr_run(avr);
    hang(avr);
    if (avr->cycle < next) continue;
    next = avr->cycle + SLICE;
    takeInput(input);
    double ahead = (double)avr->cycle / FREQUENCY - (wallTime() - start);
    if (ahead > 0.002) usleep((useconds_t)(ahead * 1e6));
  }
  printf("{\"seconds\": %.3f, \"untouchedBytes\": %d, \"crashed\": %s}\n", (double)avr->cycle / FREQUENCY, untouched(avr),
         state == cpu_Crashed ? "true" : "false");
  unlink(words[3]);
  return state == cpu_Crashed ? 1 : 0;
}
