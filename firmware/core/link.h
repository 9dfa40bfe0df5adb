/* The line from the host: bytes to lines, guards, loss of the host. */
#ifndef LINK_H
#define LINK_H

#include <stdbool.h>
#include <stdint.h>

#define BAUD_DEFAULT 115200U
#define HOST_TIMEOUT_DEFAULT_MICROSECONDS 60000000U

typedef struct {
  /* 0: never. */
  uint32_t timeout;
  /* Rate to change to once the answers of this line have left; 0: none. */
  uint32_t wantedRate;
  /* After *RST and loss of the host. */
  bool isHostLost;
} Link;

extern Link link;

void linkStart(void);
/* Takes what has arrived; executes at most one line. */
void linkPoll(void);

#endif
