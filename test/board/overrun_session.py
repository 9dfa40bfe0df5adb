"""
A host that breaks the flow rule of PROTOCOL.md, changes the baud rate, and goes silent.

    overrun_session.py TERMINAL

Prints what the board made of it as one JSON object.
"""

import json
import sys
import time

import serial

LINES = 40


def main(terminal: str) -> None:
    # A busy computer may emulate slowly.
    port = serial.Serial(terminal, 115200, timeout=60)

    def ask(line: str) -> str:
        port.write(line.encode() + b'\n')
        return port.readline().decode().strip()

    ask('*RST;*CLS;SYST:ERR?')
    # While the pulse lasts nothing is taken from the ring of 128 bytes: the rest of these lines is lost.
    lines = [f'SYST:TAG? {number}' for number in range(LINES)]
    port.write(('PULS 500MS\n' + '\n'.join(lines) + '\n').encode())
    answered = []
    time.sleep(0.2)
    while True:
        text = port.readline().decode().strip()
        if text == '':
            break
        answered.append(int(text))
        port.timeout = 4
    port.timeout = 60
    errors = []
    while (error := ask('SYST:ERR?')) != '0,"No error"':
        errors.append(error)
    after = ask('SYST:TAG? 99')

    rates = []
    for rate in (1000000, 250000, 500000, 115200):
        port.write(f'SYST:COMM:BAUD {rate};SYST:TAG? {rate}\n'.encode())
        first = port.readline().decode().strip()
        port.baudrate = rate
        rates.append([first, ask(f'SYST:TAG? {rate + 1}'), ask('SYST:ERR?')])

    # Half a second of the board's time: a busy computer may emulate it slowly.
    lost, pause = '0', 1
    while lost.startswith('0') and pause < 100:
        ask('SOUR:VOLT 0.2,(@0:7);SYST:COMM:TIM 0.5;LEAR ON;SYST:ERR?')
        time.sleep(pause)
        lost = ask('SYST:ERR?;SOUR:VOLT? (@0,7);LEAR?')
        pause *= 2
    jitter = ask('SYST:COMM:TIM 60;PULS:JITT?')
    print(json.dumps({'answered': answered, 'errors': errors, 'after': after, 'rates': rates, 'lost': lost, 'jitter': jitter}))


if __name__ == '__main__':
    main(sys.argv[1])
