"""
An independent client: identifies a board by instrument commands, runs a short experiment, and reads the result.

    pyvisa_session.py TERMINAL

TERMINAL is a serial device or pseudo-terminal. Uses PyVISA with pyvisa-py (Debian: python3-pyvisa python3-pyvisa-py python3-serial) and
nothing of Twinbench; the checksum is that of Python's own binascii. Prints what it found as one JSON object; ends with 1 and a reason
where the board does not keep to PROTOCOL.md.
"""

import binascii
import json
import struct
import sys

import pyvisa

STEPS = 200
INTERVAL = 50


def checksum(content: bytes) -> int:
    return binascii.crc_hqx(content, 0xFFFF)


def block(content: bytes) -> bytes:
    content += struct.pack('>H', checksum(content))
    length = str(len(content)).encode()
    return b'#' + str(len(length)).encode() + length + content


def expect(condition: bool, what: str) -> None:
    if not condition:
        raise SystemExit(f'not as PROTOCOL.md says: {what}')


class Board:
    def __init__(self, terminal: str) -> None:
        self.instrument = pyvisa.ResourceManager('@py').open_resource(f'ASRL{terminal}::INSTR')
        self.instrument.baud_rate = 115200
        self.instrument.read_termination = '\n'
        self.instrument.write_termination = '\n'
        self.instrument.timeout = 60_000

    def query(self, line: str) -> str:
        return self.instrument.query(line)

    def set(self, *parts) -> None:
        """Sends one line and expects that it was taken."""
        raw = b''.join(part if isinstance(part, bytes) else part.encode() for part in parts)
        self.instrument.write_raw(raw + b';SYST:ERR?\n')
        answer = self.instrument.read()
        expect(answer == '0,"No error"', f'{raw!r} was answered by {answer}')

    def refuse(self, code: int, *parts) -> None:
        """Sends one line and expects that it is refused and changes nothing."""
        before = self.query('SOUR:VOLT? (@0:7);EXP:STAT?')
        raw = b''.join(part if isinstance(part, bytes) else part.encode() for part in parts)
        self.instrument.write_raw(raw + b';SYST:ERR?\n')
        answer = self.instrument.read()
        expect(answer.startswith(f'{code},'), f'{raw!r} was answered by {answer} instead of {code}')
        expect(self.query('SOUR:VOLT? (@0:7);EXP:STAT?') == before, f'{raw!r} changed something')

    def frame(self) -> bytes:
        start = self.instrument.read_bytes(2)
        expect(start[:1] == b'#', f'a frame begins with {start!r}')
        length = int(self.instrument.read_bytes(int(start[1:])))
        content = self.instrument.read_bytes(length + 1)
        expect(content[-1:] == b'\n', 'a frame without an end')
        expect(checksum(content[:-1]) == 0, 'a frame with a wrong checksum')
        return content[:-1]


def upload(board: Board, has_pulses: bool) -> None:
    """Two training rows and a test row: an input on channel 0, a label on channel 4, output at node 4."""
    board.set('SOUR:VOLT 0.1,(@2);EXP:TABL 2,1,OFF,(@0,4)')
    board.set('EXP:DATA 0,', block(bytes([20, 120, 200, 40, 90, 90])))
    board.set('EXP:OUTP 0,4,-1,4;EXP:NUDG 0.5;EXP:STEP %d' % STEPS)
    if has_pulses:
        board.set('EXP:TIME 100US')
    board.set('EXP:MEAS:SCH LIN,%d;EXP:MEAS:WHAT OUTP,FREE,STAT;EXP:MEAS:ROWS ALL;EXP:MEAS:REP 4' % INTERVAL)


def collect(board: Board) -> list:
    """Starts the run; its measurements, up to the frame that tells of its end."""
    board.set('STR:SUBS MEAS,STAT')
    board.instrument.write('INIT 1234')
    measurements, sequence = [], None
    while True:
        frame = board.frame()
        kind, version, number, _ = struct.unpack_from('<BBII', frame)
        expect(version == 1, 'another version of frames')
        expect(sequence is None or number == (sequence + 1) % 2**32, f'frame {number} after {sequence}')
        sequence = number
        if kind == 2:
            run, state, step, learning_time, cause = struct.unpack_from('<HBIIh', frame, 10)
            expect((run, cause) == (1234, 0) and state in (1, 3), f'state {state} of run {run}, cause {cause}')
            if state == 3:
                expect(step == STEPS, f'ended after {step} steps')
                return measurements
        elif kind == 3:
            run, step, learning_time, row, repeats, what, _, count = struct.unpack_from('<HIIBBBBB', frame, 10)
            sums = struct.unpack_from(f'<{count}H', frame, 25)
            measurements.append({'step': step, 'row': row, 'what': what, 'codes': [total / (repeats + 1) for total in sums]})


def main(terminal: str) -> None:
    board = Board(terminal)
    maker, profile, serial, version = board.query('*IDN?').split(',')
    expect(maker == 'Twinbench', f'made by {maker}')
    board.set('*RST;*CLS')
    capability = dict(entry.split('=') for entry in board.query('SYST:CAP?').split(','))
    nodes, edges = int(capability['nodes']), int(capability['edges'])
    expect(len(board.query('SYST:CAP:EDG?').split(',')) == edges, 'edges')

    board.refuse(-113, 'MAKE:TEA')
    board.refuse(-222, 'SOUR:VOLT 99,(@0)')
    board.set('EXP:TABL 1,0,OFF,(@0,4)')
    board.refuse(101, 'EXP:DATA 0,', block(b'\x01\x02')[:-1] + b'\x00')
    board.refuse(102, 'INIT 1')

    upload(board, has_pulses=capability['rule'] == 'pulse')
    measurements = collect(board)
    steps = sorted({measurement['step'] for measurement in measurements})
    expect(steps == list(range(0, STEPS + 1, INTERVAL)), f'measured at {steps}')
    sizes = {3: 1, 0: nodes, 2: edges}
    expect(all(len(each['codes']) == sizes[each['what']] for each in measurements), 'sizes of measurements')
    expect(len(measurements) == len(steps) * (3 * 2 + 1), f'{len(measurements)} measurements')

    state, run, step, learning_time, _ = board.query('EXP:STAT?').split(',')
    expect((state, run, step) == ('DONE', '1234', str(STEPS)), f'{state} {run} {step}')
    pulses, least, greatest, _, not_sensed = map(int, board.query('PULS:JITT?').split(','))
    voltages = [float(text) for text in board.query('MEAS:VOLT:FREE? (@0:%d)' % (nodes - 1)).split(',')]
    expect(len(voltages) == nodes, 'node voltages')
    board.set('*RST')
    print(json.dumps({
        'profile': profile, 'serial': serial, 'firmware': version, 'protocol': board.query('SYST:PROT?'), 'steps': int(step),
        'learningTime': int(learning_time), 'pulses': pulses, 'jitter': [least, greatest], 'notSensed': not_sensed,
        'measurements': measurements, 'voltages': voltages,
    }))


if __name__ == '__main__':
    main(sys.argv[1])
