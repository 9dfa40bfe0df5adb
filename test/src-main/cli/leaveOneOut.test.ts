import { expect, test } from 'vitest';
import { leaveOneOut } from '../../../src-main/cli/recordings/leaveOneOut.ts';

const runs = ['a', 'b', 'c', 'd'].map((name) => ({ name }));

/** A clock on which each judgement takes a minute, and somebody who may ask to stop. */
function surroundings() {
  const said: string[] = [];
  let minutes = 0;
  let stop: (() => void) | null = null;
  const io = {
    error: (text: string) => void said.push(text),
    now: () => 60_000 * minutes,
    onInterrupt: (listener: () => void) => {
      stop = listener;
      return () => (stop = null);
    },
    breathe: () => Promise.resolve(),
  };
  return { io, said, pass: () => minutes++, interrupt: () => stop?.(), isListening: () => stop !== null };
}

test('each recording is judged by all the others, with how far it is and how long the rest takes', async () => {
  const { io, said, pass, isListening } = surroundings();
  const { judged, isInterrupted } = await leaveOneOut(
    runs,
    ({ name }, others) => {
      pass();
      return `${name} by ${others.map((other) => other.name).join('')}`;
    },
    io,
  );
  expect(judged).toEqual(['a by bcd', 'b by acd', 'c by abd', 'd by abc']);
  expect(isInterrupted).toBe(false);
  expect(said[0]).toBe('judging a by the others (1 of 4)\n');
  expect(said[2]).toBe('judging c by the others (3 of 4, about 2 min 0 s left)\n');
  expect(isListening()).toBe(false);
});

test('a request to stop ends it after the one at work, and what was judged is answered', async () => {
  const { io, said, interrupt, isListening } = surroundings();
  const { judged, isInterrupted } = await leaveOneOut(
    runs,
    ({ name }) => {
      if (name === 'b') interrupt();
      return name;
    },
    io,
  );
  expect(judged).toEqual(['a', 'b']);
  expect(isInterrupted).toBe(true);
  expect(said.at(-1)).toBe('Stopped: 2 of 4 recordings were judged.\n');
  expect(isListening()).toBe(false);
});
