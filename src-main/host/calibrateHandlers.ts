import type { RequestHandlers, RequestName } from '../../shared/bridge/requests.ts';
import type { BenchTwin } from './benchTwin.ts';
import type { CalibrateDesk } from './calibrateDesk.ts';

type CalibrateRequest = Extract<RequestName, `calibrate.${string}` | `twin.${string}`>;

/** What the engine does on requests about calibrations and the twin of the bench. */
export function calibrateHandlers(desk: CalibrateDesk, twin: BenchTwin): Pick<RequestHandlers, CalibrateRequest> {
  return {
    'calibrate.list': () => desk.list(),
    'calibrate.get': ({ id }) => desk.get(id),
    'calibrate.begin': ({ fitted, held }) => desk.begin(fitted, held),
    'calibrate.record': () => {
      desk.record();
      return {};
    },
    'calibrate.run': async ({ id, stages }) => {
      await desk.run(id, stages);
      return {};
    },
    'calibrate.skip': ({ id, stage, isSkipped }) => desk.skip(id, stage, isSkipped),
    'calibrate.cancel': () => {
      desk.cancel();
      return {};
    },
    'calibrate.save': async ({ id }) => ({ path: await desk.save(id) }),
    'calibrate.apply': async ({ id }) => {
      await desk.apply(id);
      return {};
    },
    'calibrate.discard': async ({ id }) => {
      await desk.discard(id);
      return {};
    },
    'twin.status': () => twin.status(),
    'twin.reset': () => {
      twin.reset();
      return {};
    },
    'twin.keepState': async () => ({ machine: twin.isOfBench ? await desk.keepState() : '' }),
    'twin.forecast': ({ seconds, cut }) => twin.forecast(seconds, cut),
  };
}
