import { usageProblem } from '../usage.ts';

/** The stages that an option names, by commas. @throws ProblemError E-USAGE on one that is none of them */
export function stagesIn<S extends string>(text: string | undefined, names: readonly S[]): S[] {
  return (text ?? '')
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      const stage = names.find((known) => known === name.trim());
      if (stage !== undefined) return stage;
      throw usageProblem('The stage is not known', `--skip ${name}`, `there is no stage "${name}"`, `The stages are ${names.join(', ')}.`);
    });
}
