/*
 * The chips around the microcontroller, from the events of its pins: 74HC595 and TLC7226s, TLC0820s and 74HCT597s, AD5220, the freeze line.
 * Behind them stands no network but a formula (see `chips.c`): enough to prove the firmware's wiring and timing.
 */
#ifndef CHIPS_H
#define CHIPS_H

#include <stdbool.h>
#include <stdint.h>

#include <simavr/sim_avr.h>

/* Connects the chips to a microcontroller that has been loaded. */
void chipsConnect(avr_t *avr, bool is2022);

#endif
