import { atMoment, defineMisbehaviour, durationParameter, momentParameters } from './misbehaviour.ts';

export const unplug = defineMisbehaviour({
  spec: {
    kind: 'unplug',
    title: 'Unplugged',
    doc: 'The USB cable is pulled, and put back after a while.',
    parameters: {
      ...momentParameters,
      duration: durationParameter,
      power: {
        type: 'choice',
        title: 'Power',
        doc: 'kept: the board has a supply of its own and goes on; lost: it starts anew when it is plugged in again.',
        choices: ['kept', 'lost'],
        default: 'kept',
      },
      notice: {
        type: 'choice',
        title: 'Notice',
        doc: 'told: the system closes the port; silent: it goes on as if somebody were there, as some do.',
        choices: ['told', 'silent'],
        default: 'told',
      },
    },
  },
  start({ duration, power, notice, ...moment }, bench) {
    atMoment(moment, bench, () => {
      bench.unplug({ isNoticed: notice === 'told', losesPower: power === 'lost' });
      if (duration > 0) bench.time.after(1000 * duration, () => bench.plug());
    });
  },
});
