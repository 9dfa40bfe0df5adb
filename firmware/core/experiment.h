/* A whole experiment: its settings, and how far its run has come. */
#ifndef EXPERIMENT_H
#define EXPERIMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "profile.h"

/* Row number of "the voltages that were set by hand". */
#define ROW_NONE 255

typedef struct {
  int8_t plus;
  /* -1: single-ended. */
  int8_t minus;
  int8_t labelA;
  /* -1: single-ended. */
  int8_t labelB;
} Output;

typedef enum { CLAMP_STANDARD, CLAMP_HINGE, CLAMP_OVERCLAMP } Clamping;
typedef enum { ORDER_CYCLIC, ORDER_RANDOM, ORDER_ALTERNATING } OrderKind;
typedef enum { SCHEDULE_LINEAR, SCHEDULE_LOGARITHMIC } ScheduleKind;
typedef enum { ROWS_PRESENT, ROWS_TRAINING, ROWS_TEST, ROWS_ALL } MeasuredRows;
typedef enum { RUN_IDLE, RUN_GOING, RUN_HELD, RUN_DONE, RUN_ABORTED } RunState;

enum { MEASURE_FREE = 1, MEASURE_CLAMPED = 2, MEASURE_STATES = 4, MEASURE_OUTPUTS = 8 };

typedef struct {
  Output outputs[EXPERIMENT_OUTPUTS];
  uint8_t outputCount;
  uint8_t clamping;
  bool isSquareLoss;
  /* L0, code. */
  uint8_t reach;
  /* eta: 2024 in 128ths, 2022 in 65536ths. */
  uint32_t nudge;
  /* t_h, microseconds. */
  uint32_t pulse;
  uint16_t settle;
  uint32_t steps;
  uint8_t order;
  uint32_t seed;
  uint8_t split;
  uint32_t turn;
  uint16_t dwell;
  uint8_t schedule;
  uint32_t interval;
  uint8_t shift;
  uint8_t what;
  uint8_t rows;
  uint16_t repeats;
} Settings;

typedef struct {
  uint8_t state;
  uint16_t number;
  /* Steps done. */
  uint32_t step;
  /* Held before this step; 0: never. */
  uint32_t breakStep;
  bool isHoldWanted;
  /* *OPC waits for the end. */
  bool isReportWanted;
  uint32_t nextMeasurement;
  uint32_t learningMicroseconds;
  uint8_t halfMicrosecond;
  /* Row whose voltages stand on the bench. */
  uint8_t row;
} Run;

extern Settings experiment;
extern Run run;

/* Forgets table and settings. */
void experimentClear(void);
/* 0, or the error that says why the experiment cannot run. */
int16_t experimentCheck(void);
void runStart(uint16_t number);
void runHold(int16_t cause);
void runContinue(void);
/* Ends a going or held run; answers whether there was one. */
bool runAbort(void);
/* Whether the bench is busy with a run or a measurement. */
bool runIsBusy(void);
/* Does the next piece of a run: one training step, or one frame of a measurement. */
void runPoll(void);

/* Applies a row: its voltages, without those that the firmware itself derives from labels. */
void applyRow(uint8_t row);
/* One training step at a row that has been applied; false where a pulse was not sensed. */
bool trainStep(uint8_t row);

void orderStart(void);
/* The row of the next step. */
uint8_t orderNext(void);

void measurementStart(void);
bool measurementIsGoing(void);
/* One frame of the measurement that is going. */
void measurementPoll(void);
void measurementCancel(void);

#endif
