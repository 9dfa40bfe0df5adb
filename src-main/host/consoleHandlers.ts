import type { RequestHandlers } from '../../shared/bridge/requests.ts';
import { ProblemError } from '../../shared/problem.ts';
import { notWhileRunning } from '../board/console/typedLine.ts';
import type { MachineWire } from '../machine/machine.ts';
import type { Session } from './session.ts';

/** So many lines of the log travel in one answer: few enough that frames come through in between. */
const MOST = 500;

/** What the engine does on requests about the line of the board on the bench. */
export function consoleHandlers(engine: { readonly session: Session }): Pick<RequestHandlers, 'console.read' | 'console.say'> {
  return {
    'console.read': ({ from }) => wireOf(engine.session).read(from, MOST),
    'console.say': async ({ line }) => {
      const { session } = engine;
      const wire = wireOf(session);
      if (!wire.changes(line)) return { ...(await wire.say(line)), isMarked: false };
      if (session.isRunning) throw notWhileRunning(line);
      const answer = await session.byHand(() => wire.say(line));
      // What the board refused it has not done.
      const isMarked = answer.errors.length === 0;
      if (isMarked) await session.mark(`by hand: ${line}`);
      return { ...answer, isMarked };
    },
  };
}

function wireOf({ wire, identity }: Session): MachineWire {
  if (wire !== undefined) return wire;
  throw new ProblemError({
    code: 'E-USAGE',
    what: 'There is no line to look at',
    where: identity.title,
    why: 'what is on the bench is no board, or its run has ended with its engine',
    remedy: 'Put the experiment on a board, by the chip in the header.',
  });
}
