import type { ProblemCode } from '../../shared/problem.ts';

/** What each stable code means and what usually helps: the page behind a message, which itself names the place and the case. */
export const errorPages: Readonly<Record<ProblemCode, string>> = {
  'E-FILE-READ': 'A file could not be read. Check that it is still where it was, and that you may read it.',
  'E-DOC-JSON': 'A document is not JSON: often a comma too many, or one too few. The message says at which character.',
  'E-DOC-FORMAT': 'The JSON is another kind of document than was asked for. Its field "format" says which it is.',
  'E-DOC-VERSION': 'The document was written by a newer version of the program. Install that one, or export the document for this one.',
  'E-DOC-INVALID': 'A document breaks a rule of its format. The message has the path within it, the reason and what to write instead.',
  'E-NET-SUPPLY': 'The voltages that a network is held at contradict each other, or nothing is held at all. Hold at least one node.',
  'E-NET-SOLVE':
    'The circuit equations have no solution to the tolerance. Look for edges of extreme conductance, or parts that hang on nothing.',
  'E-RUN-INVALID': 'What was asked for is not possible with this run or this machine now. The message says what is.',
  'E-USAGE': 'A command or a request was not complete or contradicted itself. See the command line’s --help.',
  'E-BRIDGE-MESSAGE':
    'Screen and engine do not understand each other: they may be of two versions. Reload the page or start the program again.',
  'E-BRIDGE-LOST': 'The connection to the engine was cut. The screen connects again by itself; what was learned is kept in the engine.',
  'E-ENGINE-DIED': 'The engine stopped and was started again from its last checkpoint, at most a second old.',
  'E-RECORDING-READ': 'A recording can’t be read as far as it should be. What is whole of it is shown; the rest is named.',
  'E-RECORDING-WRITE': 'Recording was stopped because its file could not be written. What is on disk is whole.',
  'E-RECORDING-FULL': 'The disk is full. Recording has stopped, what is on disk is whole; make room and record again.',
  'E-RECORDING-UNKNOWN': 'There is no recording of that name in the folder of the runs. It may have been moved or deleted.',
  'E-EXPORT': 'A run could not be exported in that format. The message says which part of it the format can’t hold.',
  'E-IMPORT': 'A file could not be taken in. The message names the line or the array, and what was expected there.',
  'E-BOARD-PORT': 'The serial port can’t be opened: another program may have it, or you may not use it (on Linux: the group dialout).',
  'E-BOARD-AWAY':
    'The way to the board is broken. Everything that arrived is kept; the board, known by its serial number, is taken up again by itself.',
  'E-BOARD-LOST':
    'The board does not answer, or its run was interrupted. Look at its cable and supply; the message says what is left of the run.',
  'E-BOARD-MISMATCH': 'The board is not the one that the experiment describes: another network, or other ranges.',
  'E-BOARD-REFUSED': 'The board refused a command and says why. It goes on as it was.',
  'E-BOARD-FIRMWARE':
    'The firmware of the board speaks another version of the protocol, or an image of it is damaged. The message says what is needed.',
  'E-SWEEP-FOLDER': 'The folder of a sweep can’t be used: it holds another sweep, or it can’t be written.',
  'E-SWEEP-CELL': 'A cell of a sweep failed. The others go on; run it alone to see more.',
  'E-SWEEP-SLURM': 'Slurm refused or lost the job of a sweep. The message has what Slurm said.',
  'E-PROJECT-WRITE':
    'A project or its snapshot could not be written. What was saved before is still there; save it under another name or elsewhere.',
  'E-PROJECT-READ': 'A project could not be opened: its file is gone or can’t be read. What is on the bench was left as it is.',
  'E-INTERNAL': 'A defect of the program. Please report it with the text that “Copy” gives you; your run goes on if it can.',
};
