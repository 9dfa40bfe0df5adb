/** 74HC595: eight bits shifted in, copied to the outputs at a rising edge of RCLK. */
export class ShiftRegister595 {
  #shifted = 0;
  /** The levels of Q_A to Q_H, Q_A the least significant bit. */
  outputs = 0;

  /** Eight edges of SRCLK with a byte on SER, most significant bit first. */
  shift(byte: number): void {
    this.#shifted = byte;
  }

  /** A rising edge of RCLK. */
  latch(): void {
    this.outputs = this.#shifted;
  }
}
