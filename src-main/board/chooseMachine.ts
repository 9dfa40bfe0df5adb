import { ProblemError } from '../../shared/problem.ts';
import { machines } from './machines/index.ts';
import type { MachineKind } from './machines/machineKind.ts';

/** How each machine is chosen: "simulated", "board:PATH". */
export const machineChoices: readonly string[] = Object.values(machines).map(({ spec, placeName }) =>
  placeName === '' ? spec.kind : `${spec.kind}:${placeName}`,
);

/** The machine that was asked for. @throws ProblemError E-USAGE */
export function chooseMachine(choice: string): { readonly kind: MachineKind; readonly place: string } {
  const colon = choice.indexOf(':');
  const name = colon < 0 ? choice : choice.slice(0, colon);
  const place = colon < 0 ? '' : choice.slice(colon + 1);
  const kind: MachineKind | undefined = Object.hasOwn(machines, name) ? machines[name as keyof typeof machines] : undefined;
  if (kind !== undefined && (kind.placeName === '') === (place === '')) return { kind, place };
  throw new ProblemError({
    code: 'E-USAGE',
    what: 'There is no such machine',
    where: choice,
    why: kind === undefined ? `no machine is called "${name}"` : `"${choice}" is not how the ${name} machine is chosen`,
    remedy: `Choose one of ${machineChoices.join(', ')}.`,
  });
}
