/**
 * What holds for one training step: the nudge, and how long the edges learn. The inner loop hands it on as an object that it
 * fills anew, because a fraction handed to a function is a new object on the heap wherever the compiler does not inline it.
 */
export interface Pulse {
  /** η. */
  nudge: number;
  /** Learning time of the step, s; a clamping protocol may shorten it. At 0 nothing is learnt. */
  stepTime: number;
}
