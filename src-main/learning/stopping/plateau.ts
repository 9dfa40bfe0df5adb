import { formatExactly } from '../../../shared/units.ts';
import { defineStopCondition, hasCome } from './stopCondition.ts';

/**
 * The error falls no more. The reference is the error at the last measurement that lay more than `fall` % below the reference before
 * it; once that is `over` seconds of learning time ago, this is a plateau. What fluctuates above the reference changes nothing, so that a
 * noisy error is judged by its lowest values. Two numbers are all that is remembered.
 */
export const plateau = defineStopCondition({
  spec: {
    kind: 'plateau',
    title: 'Plateau',
    doc:
      'Stops when the error has not fallen by more than a few per cent for so much learning time. What it is held against is the error at ' +
      'the measurement that was the last to lie that much lower. Damage, another nudge or step time, the next of several tasks and an ' +
      'undetermined error let the time begin anew.',
    equation: 'E(t) ≥ (1 − fall/100)·E_ref for t − t_ref ≥ over',
    parameters: {
      fall: {
        type: 'number',
        title: 'Fall below',
        doc: 'The fall of the error that counts as one; 0: every fall does.',
        unit: '%',
        default: 1,
        minimum: 0,
        maximum: 100,
      },
      over: {
        type: 'number',
        title: 'In',
        doc: 'Learning time in which it does not fall that much.',
        unit: 's',
        default: 1,
        minimum: 0,
        maximum: 1e12,
        exclusiveMinimum: true,
      },
    },
  },
  words: ({ fall, over }) =>
    `error fell by ${fall === 0 ? 'nothing' : `less than ${formatExactly(fall, '%')}`} in ${formatExactly(over, 's')}`,
  create({ fall, over }) {
    const share = 1 - fall / 100;
    /** V²; NaN before there is one. */
    let reference = Number.NaN;
    /** Learning time at which it was measured, s. */
    let since = 0;
    return {
      holds(moment) {
        // Where one of the two is undetermined, this begins anew.
        if (!(moment.error >= share * reference)) {
          reference = moment.error;
          since = moment.time;
          return false;
        }
        return hasCome(moment.time - since, over);
      },
      begin: () => void (reference = Number.NaN),
      save: () => (Number.isNaN(reference) ? [] : [reference, since]),
      load: (saved) => void ([reference = Number.NaN, since = 0] = saved),
    };
  },
});
