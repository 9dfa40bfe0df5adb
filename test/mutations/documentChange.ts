import type { ExperimentDocument } from '../../src-main/learning/experiment/document.ts';

/**
 * Changes documents before they are compiled; `null` leaves them alone. Set by a mutation, read where compileExperiment is wrapped. It
 * has a file of its own, with no import at run time, because the wrapper is made while the modules around compileExperiment still load.
 */
export const documentChange: { current: ((document: ExperimentDocument) => ExperimentDocument) | null } = { current: null };
