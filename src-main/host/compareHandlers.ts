import type { RequestHandlers, RequestName } from '../../shared/bridge/requests.ts';
import type { CompareDesk } from './compareDesk.ts';

type CompareRequest = Extract<RequestName, `compare.${string}`>;

/** What the engine does on requests about comparisons. */
export function compareHandlers(desk: CompareDesk, version: string): Pick<RequestHandlers, CompareRequest> {
  return {
    'compare.start': (request) => desk.start(request),
    'compare.cancel': () => {
      desk.cancel();
      return {};
    },
    'compare.status': () => ({ status: desk.status }),
    'compare.view': async (query) => ({ view: await desk.view(query) }),
    'compare.report': ({ settings }) => desk.report(settings, version),
  };
}
