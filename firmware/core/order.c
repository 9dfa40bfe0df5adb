/* In which order the training rows are shown. */
#include "experiment.h"
#include "table.h"

static uint32_t random32;
static uint16_t dwellLeft;
static uint32_t turnLeft;
static bool isSecondGroup;
/* Next row of all rows or of the first group, and of the second group. */
static uint8_t next[2];
static uint8_t visited;

void orderStart(void) {
  random32 = experiment.seed;
  dwellLeft = 0;
  turnLeft = experiment.turn;
  isSecondGroup = false;
  next[0] = 0;
  next[1] = experiment.split;
}

static uint8_t nextInGroup(uint8_t group, uint8_t first, uint8_t end) {
  uint8_t row = next[group];
  next[group] = (uint8_t)(row + 1 < end ? row + 1 : first);
  return row;
}

static uint8_t nextAlternating(void) {
  if (turnLeft == 0) {
    isSecondGroup = !isSecondGroup;
    turnLeft = experiment.turn;
  }
  turnLeft--;
  return isSecondGroup ? nextInGroup(1, experiment.split, table.training) : nextInGroup(0, 0, experiment.split);
}

/* Marsaglia's xorshift with 32 bits. */
static uint8_t nextRandom(void) {
  random32 ^= random32 << 13;
  random32 ^= random32 >> 17;
  random32 ^= random32 << 5;
  return (uint8_t)(((random32 >> 16) * table.training) >> 16);
}

uint8_t orderNext(void) {
  if (dwellLeft == 0) {
    dwellLeft = experiment.dwell;
    if (experiment.order == ORDER_RANDOM) {
      visited = nextRandom();
    } else if (experiment.order == ORDER_ALTERNATING) {
      visited = nextAlternating();
    } else {
      visited = nextInGroup(0, 0, table.training);
    }
  }
  dwellLeft--;
  return visited;
}
