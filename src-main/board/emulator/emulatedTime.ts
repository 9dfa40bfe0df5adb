import type { Timing } from '../timing.ts';

interface Appointment {
  readonly time: number;
  readonly callback: () => void;
}

/** The time in which an emulated board lives, and the driver above it: it passes when the emulator says so. */
export class EmulatedTime implements Timing {
  #now = 0;
  #kept = 0;
  /** Ascending in time. */
  #appointments: Appointment[] = [];

  /** ms */
  now(): number {
    return this.#now;
  }

  /** Appointments that were kept so far. */
  get kept(): number {
    return this.#kept;
  }

  /** The moment of the next appointment, ms. */
  get next(): number {
    return this.#appointments[0]?.time ?? Infinity;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const appointment = { time: this.#now + Math.max(milliseconds, 0), callback };
    const place = this.#appointments.findIndex(({ time }) => time > appointment.time);
    this.#appointments.splice(place < 0 ? this.#appointments.length : place, 0, appointment);
    return () => {
      this.#appointments = this.#appointments.filter((other) => other !== appointment);
    };
  }

  /** Lets time pass to a moment not beyond the next appointment, and keeps the appointments of that moment. */
  pass(to: number): void {
    this.#now = Math.max(this.#now, to);
    for (let due = this.#appointments[0]; due !== undefined && due.time <= this.#now; due = this.#appointments[0]) {
      this.#appointments.shift();
      this.#kept++;
      due.callback();
    }
  }
}
