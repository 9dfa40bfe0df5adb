/* The error queue and the registers of IEEE 488.2. */
#ifndef ERRORS_H
#define ERRORS_H

#include <stdint.h>

#define ERROR_NONE 0
#define ERROR_SYNTAX (-102)
#define ERROR_DATA_TYPE (-104)
#define ERROR_NOT_ALLOWED (-108)
#define ERROR_MISSING (-109)
#define ERROR_UNDEFINED (-113)
#define ERROR_SUFFIX (-131)
#define ERROR_BLOCK (-161)
#define ERROR_INIT_IGNORED (-213)
#define ERROR_CONFLICT (-221)
#define ERROR_RANGE (-222)
#define ERROR_TOO_MUCH (-223)
#define ERROR_ILLEGAL (-224)
#define ERROR_OVERFLOW (-350)
#define ERROR_FRAMING (-360)
#define ERROR_OVERRUN (-363)
#define ERROR_TIMEOUT (-365)
#define ERROR_CHECKSUM 101
#define ERROR_INCOMPLETE 102
#define ERROR_PULSE 103

#define EVENT_COMPLETE 1
#define EVENT_POWER_ON 128

typedef struct {
  uint8_t event, eventEnable, serviceEnable;
} StatusRegisters;

extern StatusRegisters status;

void errorPush(int16_t code);
/* The oldest error, taken out of the queue; 0 when it is empty. */
int16_t errorPop(void);
uint8_t errorCount(void);
void errorClear(void);
/* The text of an error, in flash. */
const char *errorText(int16_t code);

#endif
