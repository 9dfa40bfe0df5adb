/* Hardware for tests of the core on an ordinary computer: a register file and a clock that moves only when something takes time. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

#include "hardware.h"

#define QUEUE_BYTES 65536

MachineRegisters machine;
uint8_t nodeCodes[32], stateCodes[32];
int8_t nodeFollows[32];
int16_t pulseError;

static uint64_t now;
static uint8_t received[QUEUE_BYTES], sent[QUEUE_BYTES];
static size_t receivedHead, receivedTail, sentLength;
static uint8_t fault;

void machineReset(void) {
  memset(&machine, 0, sizeof machine);
  memset(machine.memory, 0xFF, sizeof machine.memory);
  memset(nodeFollows, -1, sizeof nodeFollows);
  machine.baud = 115200;
}

void machineAdvance(uint32_t microseconds) {
  now += microseconds;
}

void machineSend(const uint8_t *bytes, size_t length) {
  if (receivedTail == receivedHead) receivedTail = receivedHead = 0;
  if (length > QUEUE_BYTES - receivedHead) abort();
  memcpy(received + receivedHead, bytes, length);
  receivedHead += length;
}

void machineFault(uint8_t kind) {
  fault = kind;
}

size_t machineTake(uint8_t *bytes, size_t capacity) {
  size_t length = sentLength < capacity ? sentLength : capacity;
  memcpy(bytes, sent, length);
  sentLength = 0;
  return length;
}

void hardwareSetOutput(uint8_t channel, uint8_t code) {
  machine.outputs[channel] = code;
  now += 4;
}

void hardwareEnableOutputs(bool enabled) {
  machine.outputsEnabled = enabled;
}

Reading hardwareRead(uint8_t address) {
  Reading reading = {nodeCodes[address], stateCodes[address]};
  int8_t channel = nodeFollows[address];
  if (channel >= 0) reading.node = machine.outputsEnabled ? machine.outputs[channel] : 0;
  now += 9;
  return reading;
}

void hardwareSetNudge(uint8_t position) {
  machine.nudge = position;
}

void hardwareSetLearning(bool learning) {
  machine.learning = learning;
}

int16_t hardwarePulse(uint32_t ticks) {
  machine.pulses++;
  machine.learningTicks += ticks;
  now += ticks / TICKS_PER_MICROSECOND;
  return pulseError;
}

void hardwareWait(uint16_t microseconds) {
  now += microseconds;
}

uint64_t hardwareTime(void) {
  return now;
}

uint32_t hardwareMicroseconds(void) {
  return (uint32_t)now;
}

void hardwareRest(void) {}

void hardwareAlive(void) {
  now++;
}

BootCause hardwareBootCause(void) {
  return BOOT_POWER;
}

uint8_t memoryRead(uint8_t address) {
  return machine.memory[address];
}

void memoryWrite(uint8_t address, uint8_t value) {
  machine.memory[address] = value;
}

bool serialRead(uint8_t *byte) {
  if (receivedTail == receivedHead) return false;
  *byte = received[receivedTail++];
  return true;
}

SerialFault serialFault(void) {
  SerialFault seen = (SerialFault)fault;
  fault = SERIAL_INTACT;
  return seen;
}

void serialWrite(uint8_t byte) {
  if (sentLength == QUEUE_BYTES) abort();
  sent[sentLength++] = byte;
}

void serialFlush(void) {}

void serialSetRate(uint32_t baud) {
  machine.baud = baud;
}
