/*
 * The training step of a linear network with CHOLMOD (Debian's libsuitesparse-dev): analysed once, then refactored and solved.
 * Argument: 0 simplicial, 1 as CHOLMOD chooses, 2 supernodal; the ordering is the better of AMD and METIS, as CHOLMOD judges.
 *
 * Standard input: numbers, see networks.ts. Standard output: microseconds of processor time of a step of the program's work (one
 * factorisation, two solutions, the update), of its factorisation alone, 1 where supernodes were taken, of a step in which both networks are
 * factored, and the conductances after such steps, S.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <suitesparse/cholmod.h>
#include <time.h>

static int nodes, edges, data, steps, outputs;
static double rate, nudge, lowest, highest;
static int *from, *to, *output;
static double *k, *labels, *first;
static cholmod_common common;

typedef struct {
  int count, *row, *slot_a, *slot_b, *slot_ab;
  cholmod_sparse *matrix;
  cholmod_factor *factor;
  cholmod_dense *right, *solution, *y, *e;
} network;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return 1e6 * t.tv_sec + 1e-3 * t.tv_nsec;
}

static double number(void) {
  double value;
  if (scanf("%lf", &value) != 1) exit(2);
  return value;
}

static int slot_of(cholmod_sparse *matrix, int i, int j) {
  int *p = matrix->p, *rows = matrix->i;
  for (int at = p[j]; at < p[j + 1]; at++)
    if (rows[at] == i) return at;
  exit(3);
}

static network analyse(const int *held) {
  network n = {0};
  n.row = malloc(sizeof(int) * nodes);
  for (int v = 0; v < nodes; v++) n.row[v] = held[v] ? -1 : n.count++;
  cholmod_triplet *triplets = cholmod_allocate_triplet(n.count, n.count, n.count + edges, -1, CHOLMOD_REAL, &common);
  int *i = triplets->i, *j = triplets->j, at = 0;
  double *x = triplets->x;
  for (int v = 0; v < n.count; v++) i[at] = j[at] = v, x[at++] = 1;
  for (int e = 0; e < edges; e++) {
    int a = n.row[from[e]], b = n.row[to[e]];
    if (a >= 0 && b >= 0) i[at] = a > b ? a : b, j[at] = a > b ? b : a, x[at++] = -1e-9;
  }
  triplets->nnz = at;
  n.matrix = cholmod_triplet_to_sparse(triplets, at, &common);
  n.slot_a = malloc(sizeof(int) * edges), n.slot_b = malloc(sizeof(int) * edges), n.slot_ab = malloc(sizeof(int) * edges);
  for (int e = 0; e < edges; e++) {
    int a = n.row[from[e]], b = n.row[to[e]];
    n.slot_a[e] = a < 0 ? -1 : slot_of(n.matrix, a, a);
    n.slot_b[e] = b < 0 ? -1 : slot_of(n.matrix, b, b);
    n.slot_ab[e] = a < 0 || b < 0 ? -1 : slot_of(n.matrix, a > b ? a : b, a > b ? b : a);
  }
  n.factor = cholmod_analyze(n.matrix, &common);
  n.right = cholmod_zeros(n.count, 1, CHOLMOD_REAL, &common);
  return n;
}

static void factor(network *n) {
  double *x = n->matrix->x;
  memset(x, 0, sizeof(double) * n->matrix->nzmax);
  for (int e = 0; e < edges; e++) {
    if (n->slot_a[e] >= 0) x[n->slot_a[e]] += k[e];
    if (n->slot_b[e] >= 0) x[n->slot_b[e]] += k[e];
    if (n->slot_ab[e] >= 0) x[n->slot_ab[e]] -= k[e];
  }
  cholmod_factorize(n->matrix, n->factor, &common);
}

static void solve(network *n, double *volts) {
  double *right = n->right->x;
  memset(right, 0, sizeof(double) * n->count);
  for (int e = 0; e < edges; e++) {
    int a = n->row[from[e]], b = n->row[to[e]];
    if (a >= 0 && b < 0) right[a] += k[e] * volts[to[e]];
    if (b >= 0 && a < 0) right[b] += k[e] * volts[from[e]];
  }
  cholmod_solve2(CHOLMOD_A, n->factor, n->right, NULL, &n->solution, NULL, &n->y, &n->e, &common);
  double *x = n->solution->x;
  for (int v = 0; v < nodes; v++)
    if (n->row[v] >= 0) volts[v] = x[n->row[v]];
}

static void update(const double *v, const double *w) {
  for (int e = 0; e < edges; e++) {
    double free_drop = v[from[e]] - v[to[e]], clamped_drop = w[from[e]] - w[to[e]];
    double next = k[e] + rate * (free_drop * free_drop - clamped_drop * clamped_drop);
    k[e] = next < lowest ? lowest : next > highest ? highest : next;
  }
}

int main(int count, char **arguments) {
  cholmod_start(&common);
  common.supernodal = count > 1 ? atoi(arguments[1]) : CHOLMOD_AUTO;
  common.nmethods = 2;
  common.method[0].ordering = CHOLMOD_AMD;
  common.method[1].ordering = CHOLMOD_METIS;
  nodes = number(), edges = number(), data = number(), steps = number(), outputs = number();
  rate = number(), nudge = number(), lowest = number(), highest = number();
  from = malloc(sizeof(int) * edges), to = malloc(sizeof(int) * edges), k = malloc(sizeof(double) * edges);
  for (int e = 0; e < edges; e++) from[e] = number(), to[e] = number(), k[e] = number();
  int *held = malloc(sizeof(int) * nodes);
  for (int v = 0; v < nodes; v++) held[v] = number();
  output = malloc(sizeof(int) * outputs);
  for (int o = 0; o < outputs; o++) output[o] = number();
  labels = malloc(sizeof(double) * data * outputs), first = malloc(sizeof(double) * data * nodes);
  for (int d = 0; d < data; d++) {
    for (int o = 0; o < outputs; o++) labels[d * outputs + o] = number();
    for (int v = 0; v < nodes; v++) first[d * nodes + v] = number();
  }
  network free_network = analyse(held);
  for (int o = 0; o < outputs; o++) held[output[o]] = 1;
  network clamped_network = analyse(held);
  double *v = malloc(sizeof(double) * nodes), *w = malloc(sizeof(double) * nodes);
  double *start_k = malloc(sizeof(double) * edges);
  memcpy(start_k, k, sizeof(double) * edges);
  for (int mode = 1; mode >= 0; mode--) { /* the second time with two factorisations, which is the one that is right */
    memcpy(k, start_k, sizeof(double) * edges);
    factor(&clamped_network);
    double begin = now(), inner = 0;
    for (int step = 0; step < steps; step++) {
      int d = step % data;
      memcpy(v, first + d * nodes, sizeof(double) * nodes);
      double here = now();
      factor(&free_network);
      inner += now() - here;
      solve(&free_network, v);
      memcpy(w, v, sizeof(double) * nodes);
      for (int o = 0; o < outputs; o++) w[output[o]] += nudge * (labels[d * outputs + o] - v[output[o]]);
      if (mode == 0) factor(&clamped_network);
      solve(&clamped_network, w);
      update(v, w);
    }
    printf("%.17g\n", (now() - begin) / steps);
    if (mode == 1) printf("%.17g\n%d\n", inner / steps, free_network.factor->is_super);
  }
  for (int e = 0; e < edges; e++) printf("%.17g\n", k[e]);
  return 0;
}
