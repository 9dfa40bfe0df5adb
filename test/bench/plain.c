/*
 * The training step of a transistor network in plain C, as one writes it by hand for one core: fixed arrays, a dense Jacobian
 * factored anew at every step of Newton's method, from the voltages that the datapoint was left at, until no node moves by more
 * than 1e-9 V. Differential clamping, the continuous rule, datapoints in turn: what XOR needs. It shares no code with the program.
 *
 * Standard input: numbers, see `read_problem`; `plainProgram.ts` writes them.
 * Standard output: microseconds of processor time per step, then the gate voltages at the end, V.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NODES 32
#define EDGES 128
#define DATA 16
#define TOLERANCE 1e-9

static int node_count, edge_count, data_count, plus, minus, steps;
static double transconductance, threshold, rate, step_time, nudge, floor_gate, ceiling_gate;
static int from[EDGES], to[EDGES];
static double start_gates[EDGES], gates[EDGES], labels[DATA];
static double first_guess[DATA][NODES], free_volts[DATA][NODES], clamped_volts[DATA][NODES];
static int held_free[NODES], held_clamped[NODES];

static double number(void) {
  double value;
  if (scanf("%lf", &value) != 1) exit(2);
  return value;
}

static void read_problem(void) {
  node_count = (int)number();
  edge_count = (int)number();
  data_count = (int)number();
  steps = (int)number();
  plus = (int)number();
  minus = (int)number();
  if (node_count > NODES || edge_count > EDGES || data_count > DATA) exit(2);
  transconductance = number();
  threshold = number();
  rate = number();
  step_time = number();
  nudge = number();
  floor_gate = number();
  ceiling_gate = number();
  for (int e = 0; e < edge_count; e++) {
    from[e] = (int)number();
    to[e] = (int)number();
    start_gates[e] = number();
  }
  for (int n = 0; n < node_count; n++) held_free[n] = held_clamped[n] = (int)number();
  held_clamped[plus] = held_clamped[minus] = 1;
  for (int d = 0; d < data_count; d++) {
    labels[d] = number();
    for (int n = 0; n < node_count; n++) first_guess[d][n] = number();
  }
}

/* Gaussian elimination without exchanging rows: the Jacobian is dominated by its diagonal, column by column. */
static void solve_dense(int count, double matrix[NODES][NODES], double *right) {
  for (int k = 0; k < count; k++) {
    double inverse = 1 / matrix[k][k];
    for (int i = k + 1; i < count; i++) {
      double factor = matrix[i][k] * inverse;

      for (int j = k + 1; j < count; j++) matrix[i][j] -= factor * matrix[k][j];
      right[i] -= factor * right[k];
    }
  }
  for (int k = count - 1; k >= 0; k--) {
    double sum = right[k];
    for (int j = k + 1; j < count; j++) sum -= matrix[k][j] * right[j];
    right[k] = sum / matrix[k][k];
  }
}

/* Newton's method; I(a->b) = S/2 [max(g - V_b, 0)^2 - max(g - V_a, 0)^2]. A leak of 1e-6 S keeps closed channels from stopping it. */
static void solve(double *volts, const int *held) {
  static double jacobian[NODES][NODES];
  double right[NODES];
  int row[NODES], count = 0;
  for (int n = 0; n < node_count; n++) row[n] = held[n] ? -1 : count++;
  for (int turn = 0; turn < 200; turn++) {
    for (int i = 0; i < count; i++) {
      memset(jacobian[i], 0, (size_t)count * sizeof(double));
      jacobian[i][i] = 1e-6 * transconductance;
      right[i] = 0;
    }
    for (int e = 0; e < edge_count; e++) {
      int a = row[from[e]], b = row[to[e]];
      double overdrive = gates[e] - threshold;
      double open_a = overdrive > volts[from[e]] ? overdrive - volts[from[e]] : 0;
      double open_b = overdrive > volts[to[e]] ? overdrive - volts[to[e]] : 0;
      double current = 0.5 * transconductance * (open_b - open_a) * (open_b + open_a);
      if (a >= 0) {
        right[a] -= current;
        jacobian[a][a] += transconductance * open_a;
        if (b >= 0) jacobian[a][b] -= transconductance * open_b;
      }
      if (b >= 0) {
        right[b] += current;
        jacobian[b][b] += transconductance * open_b;
        if (a >= 0) jacobian[b][a] -= transconductance * open_a;
      }
    }
    solve_dense(count, jacobian, right);
    double largest = 0;
    for (int n = 0; n < node_count; n++) {
      if (row[n] < 0) continue;
      volts[n] += right[row[n]];
      if (fabs(right[row[n]]) > largest) largest = fabs(right[row[n]]);
    }
    if (largest < TOLERANCE) return;
  }
  exit(3);
}

static void train(int datapoint) {
  double *free_row = free_volts[datapoint], *clamped_row = clamped_volts[datapoint];
  solve(free_row, held_free);
  double move = 0.5 * nudge * (labels[datapoint] - (free_row[plus] - free_row[minus]));
  clamped_row[plus] = free_row[plus] + move;
  clamped_row[minus] = free_row[minus] - move;
  solve(clamped_row, held_clamped);
  for (int e = 0; e < edge_count; e++) {
    double free_drop = free_row[from[e]] - free_row[to[e]];
    double clamped_drop = clamped_row[from[e]] - clamped_row[to[e]];
    double gate = gates[e] + step_time * rate * (free_drop * free_drop - clamped_drop * clamped_drop);
    gates[e] = gate < floor_gate ? floor_gate : gate > ceiling_gate ? ceiling_gate : gate;
  }
}

static void run(void) {
  memcpy(gates, start_gates, sizeof gates);
  for (int step = 0; step < steps; step++) train(step % data_count);
}

int main(void) {
  read_problem();
  memcpy(free_volts, first_guess, sizeof first_guess);
  memcpy(clamped_volts, first_guess, sizeof first_guess);
  run(); /* wakes the processor up */
  clock_t begin = clock();
  run();
  printf("%.17g\n", 1e6 * (double)(clock() - begin) / CLOCKS_PER_SEC / steps);
  for (int e = 0; e < edge_count; e++) printf("%.17g\n", gates[e]);
  return 0;
}
