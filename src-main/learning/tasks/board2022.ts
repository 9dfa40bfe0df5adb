import type { ExperimentInput } from '../experiment/document.ts';

/** Digital potentiometers of the 2022 board: 128 positions of 100 kΩ/128 (Dillavou 2022, Appendix C). */
export const digipots2022 = { kind: 'digipot', stepOhms: 781.25, taps: 128 } as const;

/** One step of the 8-bit converters of that board, which impose and read 0 to 5 V, V. */
export const nodeStep2022 = 5 / 256;

/** One clock edge of that board, s: it ran at 3 to 5 Hz (Discussion). */
export const clockPeriod2022 = 0.25;

/** The 16-edge board with every wiper in the middle. */
export const board2022: NonNullable<ExperimentInput['generate']> = {
  topology: { kind: 'board2022' },
  edgeModel: digipots2022,
  state: 64,
};

/** The board's comparators: noise 5 mV, offsets 2 mV, lift 2 mV (Appendix C and Fig. 7e). */
export const comparators2022 = { kind: 'comparators', noise: 0.005, offset: 0.002, lift: 0.002 } as const;

/** Decided by the circuit: two comparators and an exclusive or. */
export const signRule2022 = { kind: 'sign', decision: 'comparators' } as const;
