/* The rows of an experiment: voltages as 8-bit codes, and pulse lengths where rows have their own. */
#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "profile.h"

typedef struct {
  /* Rows of the training set; those of the test set follow. */
  uint8_t training, test;
  /* Every row ends in its pulse length, microseconds. */
  bool hasPulses;
  uint8_t width;
  uint8_t channels[OUTPUT_COUNT];
  /* Rows written so far; they are written in order. */
  uint8_t filled;
} TableShape;

extern TableShape table;

void tableClear(void);
/* Bytes of a row. */
uint8_t tableStride(void);
/* Bytes of all rows. */
uint16_t tableLength(void);
void tableWrite(uint8_t firstRow, const uint8_t *bytes, uint8_t length);
uint16_t tableChecksum(void);
uint8_t tableCode(uint8_t row, uint8_t column);
/* Pulse length of a row, microseconds; 0 where it has none of its own. */
uint16_t tablePulse(uint8_t row);
/* Place of a channel in the rows; -1 where rows don't set it. */
int8_t tableColumn(uint8_t channel);
/* Length of the error vector at the last visit of every training row (codes); behind the rows. */
uint8_t *tableErrors(void);

#endif
