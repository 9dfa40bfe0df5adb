#ifndef REST_H
#define REST_H

#include <avr/interrupt.h>
#include <avr/sleep.h>
#include <avr/wdt.h>

/*
 * Sleeps until the next interrupt, unless `condition` holds. It is looked at with interrupts off; the instruction after `sei` is done
 * before any interrupt, so that none can come between the look and the sleep.
 */
#define REST_UNLESS(condition) \
  do { \
    wdt_reset(); \
    cli(); \
    if (!(condition)) { \
      sei(); \
      sleep_cpu(); \
    } \
    sei(); \
  } while (0)

#endif
