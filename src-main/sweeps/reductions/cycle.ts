import { ProblemError } from '../../../shared/problem.ts';
import { stateDistance } from '../../analysis/limitCycle.ts';
import { errorsByTask, meanOverTasks } from '../../analysis/taskErrors.ts';
import type { Machine } from '../../machine/machine.ts';
import { defineReduction } from './reduction.ts';

/** The limit cycle of two tasks in turn: E and D of the last whole period (Dillavou 2025, Eq. 4 and A4). */
export const cycle = defineReduction({
  spec: {
    kind: 'cycle',
    title: 'Limit cycle',
    doc: 'Of the last whole period of two tasks in turn: the combined error E at its middle and end, the span D between the two, and what the cycle still drifts.',
    reference: { source: 'dillavou2025', place: 'Eq. 4, Eq. A4' },
    parameters: {
      form: {
        type: 'choice',
        title: 'Form of the error',
        doc: 'square: (L − O)² (Eq. A1); class: the same, but nothing once the output is beyond its label (Eq. A2).',
        choices: ['square', 'class'],
        default: 'square',
      },
    },
  },
  quantities: [
    { name: 'cycleError', title: 'Combined error E', unit: 'V²', isLogarithmic: true },
    { name: 'cycleSpan', title: 'Cycle span D', unit: 'V', isLogarithmic: true },
    { name: 'cycleDrift', title: 'Drift in a period, relative to D', unit: '', isLogarithmic: true },
  ],
  watch({ form }, { document }) {
    const { schedule, steps } = document;
    if (schedule.kind !== 'alternating') throw problem('its schedule is not "alternating"', 'Give it an alternating schedule.');
    const { groups, period } = schedule;
    if (period % 2 !== 0) throw problem(`its period of ${period} steps has no middle`, 'Give an even period.');
    if (Math.max(...groups) !== 1) throw problem('there are not exactly two tasks', 'Give every datapoint to group 0 or 1.');
    const end = Math.floor(steps / period) * period;
    if (end < period) throw problem(`its ${steps} steps are less than a period of ${period}`, 'Give it more steps.');
    const looks: { error: number; states: Float64Array }[] = [];
    const look = async (machine: Machine): Promise<void> => {
      const error = meanOverTasks(errorsByTask(await machine.measure('training'), groups, form));
      looks.push({ error, states: Float64Array.from((await machine.read()).states) });
    };
    return {
      stops: [end - period, end - period / 2, end],
      measured: () => undefined,
      look,
      finish: () => {
        const [before, middle, last] = looks;
        const span = stateDistance(middle.states, last.states);
        const drift = stateDistance(before.states, last.states) / (span > 0 ? span : 1);
        return { cycleError: 0.5 * (middle.error + last.error), cycleSpan: span, cycleDrift: drift };
      },
    };
  },
});

function problem(why: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'E-RUN-INVALID', what: 'The experiment has no limit cycle', where: '$.reductions', why, remedy });
}
