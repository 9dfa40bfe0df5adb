/* What the core asks of a machine. Every target implements all of it; the core knows no register. */
#ifndef HARDWARE_H
#define HARDWARE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  uint8_t node;
  uint8_t state;
} Reading;

typedef enum { SERIAL_INTACT, SERIAL_LOST, SERIAL_LOST_TO_LINE_END, SERIAL_FRAMING } SerialFault;

typedef enum { BOOT_UNKNOWN, BOOT_POWER, BOOT_EXTERNAL, BOOT_BROWNOUT, BOOT_WATCHDOG } BootCause;

/* Sets one output (8-bit code); takes a few microseconds, does not wait for the voltage to settle. */
void hardwareSetOutput(uint8_t channel, uint8_t code);
/* Off: every output 0 V, whatever the codes. */
void hardwareEnableOutputs(bool enabled);
/* One conversion of both converters at a multiplexer address, 0 to 31. */
Reading hardwareRead(uint8_t address);
/* Position of the nudge potentiometers, 0 to 127. */
void hardwareSetNudge(uint8_t position);
/* Holds the freeze line: true learns. */
void hardwareSetLearning(bool learning);
/*
 * Raises the freeze line for a number of ticks (half microseconds), made by a timer.
 * Answers length measured on the line minus length wanted, ticks; INT16_MAX if the line did not follow.
 */
int16_t hardwarePulse(uint32_t ticks);
void hardwareWait(uint16_t microseconds);
/* Microseconds since the reset. */
uint64_t hardwareTime(void);
/* The same modulo 2^32, cheaper. */
uint32_t hardwareMicroseconds(void);
/* Nothing is to be done before the next byte or tick of the clock: may sleep, for at most a tenth of a second. */
void hardwareRest(void);
/* Tells the watchdog that the program goes on. */
void hardwareAlive(void);
BootCause hardwareBootCause(void);

/* Bytes that survive switching off. */
uint8_t memoryRead(uint8_t address);
void memoryWrite(uint8_t address, uint8_t value);

bool serialRead(uint8_t *byte);
/* What has gone wrong since the last call, once every byte before it has been read. */
SerialFault serialFault(void);
/* Waits while the transmitter's ring is full. */
void serialWrite(uint8_t byte);
/* Waits until the last byte has left. */
void serialFlush(void);
void serialSetRate(uint32_t baud);

#endif
