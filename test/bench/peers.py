"""The training step of a linear network with numpy (dense) or scipy (sparse LU), as one writes it; and learning while voltages relax with odeint.

Standard input: numbers, see networks.ts (step) or relaxing.ts (relax). Standard output: microseconds of processor time, then the answer.
"""
import sys, time
import numpy as np

numbers = np.array(sys.stdin.read().split(), dtype=float)
place = 0


def take(count):
    global place
    place += count
    return numbers[place - count : place]


def whole(count):
    return take(count).astype(int)


def step(method):
    nodes, edges, data, steps, outputs = whole(5)
    rate, nudge, floor, ceiling = take(4)
    table = take(3 * edges).reshape(edges, 3)
    a, b, k = table[:, 0].astype(int), table[:, 1].astype(int), table[:, 2].copy()
    held = take(nodes) > 0
    output_nodes = whole(outputs)
    rows = take(data * (outputs + nodes)).reshape(data, outputs + nodes)
    labels, voltages = rows[:, :outputs], rows[:, outputs:]

    def system(is_held):
        """A function that solves the network, its index arrays made once."""
        free = np.flatnonzero(~is_held)
        row = np.full(nodes, -1)
        row[free] = np.arange(len(free))
        n = len(free)
        i, j = row[a], row[b]
        both, only_a, only_b = (i >= 0) & (j >= 0), (i >= 0) & (j < 0), (i < 0) & (j >= 0)
        i_all = np.concatenate([i[i >= 0], j[j >= 0], i[both], j[both]])
        j_all = np.concatenate([i[i >= 0], j[j >= 0], j[both], i[both]])

        def right_hand_side(v, k):
            right = np.bincount(i[only_a], k[only_a] * v[b[only_a]], minlength=n)
            return right + np.bincount(j[only_b], k[only_b] * v[a[only_b]], minlength=n)

        def values(k):
            return np.concatenate([k[i >= 0], k[j >= 0], -k[both], -k[both]])

        if method == "numpy":

            def solve(v, k):
                matrix = np.bincount(i_all * n + j_all, values(k), minlength=n * n).reshape(n, n)
                v[free] = np.linalg.solve(matrix, right_hand_side(v, k))

        else:
            from scipy.sparse import csc_matrix
            from scipy.sparse.linalg import splu

            keys, target = np.unique(j_all * n + i_all, return_inverse=True)
            indices, starts = keys % n, np.searchsorted(keys, np.arange(n + 1) * n)

            def solve(v, k):
                matrix = csc_matrix((np.bincount(target, values(k)), indices, starts), shape=(n, n))
                factors = splu(matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=dict(SymmetricMode=True))
                v[free] = factors.solve(right_hand_side(v, k))

        return solve

    clamped_held = held.copy()
    clamped_held[output_nodes] = True
    solve_free, solve_clamped = system(held), system(clamped_held)
    start = time.process_time()
    for turn in range(steps):
        v = voltages[turn % data].copy()
        solve_free(v, k)
        w = v.copy()
        w[output_nodes] += nudge * (labels[turn % data] - v[output_nodes])
        solve_clamped(w, k)
        k = np.clip(k + rate * ((v[a] - v[b]) ** 2 - (w[a] - w[b]) ** 2), floor, ceiling)
    print(1e6 * (time.process_time() - start) / steps)
    print(*k, sep="\n")


def relax():
    from scipy.integrate import odeint, solve_ivp

    nodes, edges, sources, targets = whole(4)
    relaxation, learning, nudge, floor, end, repeats = take(6)
    a, b = whole(edges), whole(edges)
    source, target = whole(sources), whole(targets)
    wanted = take(targets)
    first = take(2 * nodes + edges)
    incidence = np.zeros((edges, nodes))
    incidence[np.arange(edges), a], incidence[np.arange(edges), b] = 1, -1
    fixed = np.concatenate([source, nodes + source, nodes + target])

    def rates(state, _time):
        v, w, conductances = state[:nodes], state[nodes : 2 * nodes].copy(), state[2 * nodes :]
        w[target] = wanted - v[target]
        g = np.maximum(conductances, floor)
        drop, rise = v[a] - v[b], w[a] - w[b]
        slope = -learning * rise * (2 * drop + nudge * rise)
        slope[(slope < 0) & (conductances <= floor)] = 0
        change = np.concatenate([-relaxation * ((g * drop) @ incidence), -relaxation * ((g * rise) @ incidence), slope])
        change[fixed] = 0
        return change

    start = time.process_time()
    for _ in range(int(repeats)):
        answer = odeint(rates, first, [0, end])[-1]
    print(1e6 * (time.process_time() - start) / repeats)
    exact = solve_ivp(lambda time, state: rates(state, time), [0, end], first, method="DOP853", rtol=1e-13, atol=1e-14).y[:, -1]
    print(*answer, *exact, sep="\n")


relax() if sys.argv[1] == "relax" else step(sys.argv[1])
