/** AD5220: a digital potentiometer of 128 positions that steps at falling edges of its clock and stops at its ends. */
export class Potentiometer5220 {
  /** 0 to 127; the middle at power-on. */
  position = 64;

  step(isUp: boolean): void {
    this.position = Math.min(Math.max(this.position + (isUp ? 1 : -1), 0), 127);
  }
}
