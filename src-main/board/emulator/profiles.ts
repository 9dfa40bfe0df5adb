/** What holds the clamped outputs: a circuit on the board that follows the free ones (2024), or the channels alone (2022). */
export type Clamping = 'circuit' | 'channels';

/** What differs between the boards that the firmware is made for, as its README tells it. */
export interface Profile {
  readonly name: string;
  readonly edge: 'transistor' | 'digipot';
  readonly channels: number;
  /** Voltage that a code of 256 would be, at a channel and at the node converter, V. */
  readonly fullScale: number;
  readonly clamping: Clamping;
  /** What the converter of the states is given for a state, as a fraction of its reference. */
  stateFraction(state: number): number;
}

/** The profiles by the names that boards give of themselves. */
export const profiles = {
  transistors2024: {
    name: 'transistors2024',
    edge: 'transistor',
    channels: 8,
    fullScale: 5 / 11,
    clamping: 'circuit',
    // A buffer halves the gate voltage for the converter, whose reference is 5 V.
    stateFraction: (gate) => gate / 2 / 5,
  },
  digipots2022: {
    name: 'digipots2022',
    edge: 'digipot',
    channels: 12,
    fullScale: 5,
    clamping: 'channels',
    // A third potentiometer, ganged with the two of the networks, lies across the reference.
    stateFraction: (wiper) => wiper / 128,
  },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;
