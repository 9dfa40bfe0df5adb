import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDocument } from '../../../../shared/documents/parse.ts';
import { compileExperiment } from '../../../../src-main/learning/experiment/compile.ts';
import { experimentDocument } from '../../../../src-main/learning/experiment/document.ts';
import { tasks } from '../../../../src-main/learning/tasks/index.ts';
import { createSimulatedMachine } from '../../../../src-main/machine/simulated.ts';
import { always } from '../../../properties.ts';
import { changed, takenOrRefused } from '../../../untrusted.ts';

test.each(Object.keys(tasks))('the document of %s with anything changed is refused, or runs', (task) => {
  const property = fc.property(changed(tasks[task].build()), (value) => {
    const machine = takenOrRefused(() => createSimulatedMachine(compileExperiment(parseDocument(experimentDocument, value, 'a.json'))));
    if (machine === null) return;
    takenOrRefused(() => {
      machine.advance(3);
      expect(machine.read().step).toBe(3);
    });
  });
  always(property, 30);
});

test('a format or a version as deep as somebody made it is refused in words', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(() => parseDocument(experimentDocument, { format: deep }, 'a.json')).toThrow('E-DOC-FORMAT');
  expect(() => parseDocument(experimentDocument, { format: 'twinbench.experiment', version: deep }, 'a.json')).toThrow('E-DOC-VERSION');
});
