#ifndef DISPATCH_H
#define DISPATCH_H

#include <stdint.h>

/* Executes the commands of a line, answers, and queues errors. */
void executeLine(const uint8_t *text, const uint8_t *end);

#endif
