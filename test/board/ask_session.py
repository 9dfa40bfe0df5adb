"""
Asks a board line by line: ask_session.py TERMINAL SECONDS, with one line in hexadecimal digits for each line of the standard input. Prints
each answer; stops where one stays out for so long.
"""

import sys

import serial

port = serial.Serial(sys.argv[1], 115200, timeout=float(sys.argv[2]))
for line in sys.stdin:
    port.write(bytes.fromhex(line.strip()) + b'\n')
    answer = port.readline()
    if not answer.endswith(b'\n'):
        raise SystemExit(f'no answer to {bytes.fromhex(line.strip())!r}, only {answer!r}')
    print(answer.decode('latin1').strip())
