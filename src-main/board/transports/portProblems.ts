import { ProblemError } from '../../../shared/problem.ts';

type Cause = 'denied' | 'busy' | 'absent' | 'noPort' | 'noTool' | 'other';

/** What each system says, in the words of its errors. */
const signs: readonly (readonly [RegExp, Cause])[] = [
  [/udevadm/i, 'noTool'],
  [/EACCES|Permission denied|Access denied.*5|permission/i, 'denied'],
  [/EBUSY|Resource busy|cannot lock|Resource temporarily unavailable|Access denied/i, 'busy'],
  [/Inappropriate ioctl|ENOTTY|Not a typewriter/i, 'noPort'],
  [/ENOENT|No such file|File not found|cannot find|ENXIO|ENODEV/i, 'absent'],
];

const reasons: Readonly<Record<Cause, string>> = {
  denied: 'you are not allowed to use serial ports',
  busy: 'another program has opened it',
  absent: 'there is no such port',
  noPort: 'that is no serial port',
  noTool: 'the program udevadm, which knows the ports, is not installed',
  other: '',
};

const remedies: Readonly<Record<Cause, Readonly<Record<'linux' | 'darwin' | 'win32', string>>>> = {
  denied: {
    linux: 'Add yourself to the group that owns the port: `sudo usermod -aG dialout $USER` (on Arch `uucp`), then log out and in again.',
    darwin: 'Allow the program under System Settings, Privacy & Security; or install the driver of the board’s USB chip.',
    win32: 'Close other programs that use the port, or unplug the board and plug it in again.',
  },
  busy: {
    linux: '`fuser -v PORT` names the program. Close it; ModemManager lets go after a few seconds.',
    darwin: '`lsof PORT` names the program. Close it.',
    win32: 'Close the serial monitor, terminal or other program that uses the port.',
  },
  absent: {
    linux: '`twinbench board list` shows the ports. Plug the board in; some cables only charge.',
    darwin: '`twinbench board list` shows the ports. Use the /dev/cu. one; some cables only charge.',
    win32: '`twinbench board list` shows the ports. The Device Manager shows whether a driver is missing; some cables only charge.',
  },
  noPort: {
    linux: '`twinbench board list --all` shows the ports.',
    darwin: '`twinbench board list --all` shows the ports.',
    win32: '`twinbench board list --all` shows the ports.',
  },
  noTool: {
    linux: 'Install it (`apt-get install udev`), or type the path of the port, such as /dev/ttyACM0.',
    darwin: 'Type the path of the port.',
    win32: 'Type the name of the port, such as COM3.',
  },
  other: {
    linux: 'Unplug the board and plug it in again; `dmesg` shows what the system thinks of it.',
    darwin: 'Unplug the board and plug it in again.',
    win32: 'Unplug the board and plug it in again.',
  },
};

/** Whether somebody else has the port, perhaps for a moment. */
export function isBusy(error: unknown): boolean {
  return causeOf(messageOf(error)) === 'busy';
}

/** A port that can't be opened or listed, with what to do about it on this system. @param platform  as Node names it */
export function portProblem(what: string, path: string, error: unknown, platform: string): ProblemError {
  const message = messageOf(error);
  const cause = causeOf(message);
  const system = platform === 'darwin' || platform === 'win32' ? platform : 'linux';
  return new ProblemError({
    code: 'E-BOARD-PORT',
    what,
    ...(path === '' ? {} : { where: path }),
    why: cause === 'other' ? message : `${reasons[cause]} (${message})`,
    remedy: remedies[cause][system].replace('PORT', path),
  });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/^Error: /, '');

const causeOf = (message: string): Cause => signs.find(([sign]) => sign.test(message))?.[1] ?? 'other';
