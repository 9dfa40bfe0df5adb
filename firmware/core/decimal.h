#ifndef DECIMAL_H
#define DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  bool isNegative;
  /* In the unit asked for: the number itself, or millionths. */
  uint32_t magnitude;
} Decimal;

/*
 * Reads a decimal number (NRf of IEEE 488.2: sign, digits, point, exponent) and what unit stands after it.
 *
 * @param text      moved past the number
 * @param end       of the line
 * @param power     ten to this power is the unit of the answer: 6 for millionths, 0 for whole numbers
 * @param suffixes  allows V, MV, UV, S, MS, US
 * @return          0, or the error's code; ERROR_RANGE where the magnitude needs more than 32 bits
 */
int16_t decimalRead(const uint8_t **text, const uint8_t *end, int8_t power, bool suffixes, Decimal *answer);

#endif
