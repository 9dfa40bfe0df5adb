import type { Dynamics } from '../dynamics/dynamics.ts';
import { clampings } from '../clamping/index.ts';
import { dynamics } from '../dynamics/index.ts';
import { imperfections } from '../../physics/imperfections/index.ts';
import { rules } from '../rules/index.ts';
import { partDocument, type ExperimentDocument } from './schema.ts';

/** Takes what is wrong, with its path in the document. */
type Report = (path: (string | number)[], message: string) => void;

/** Whether the parts of an experiment fit together: rule and edges, clamping and outputs, rows and roles, tasks and steps. */
export function checkExperiment(document: ExperimentDocument, report: Report): void {
  checkNetworkChoice(document, report);
  checkTask(document, report);
  checkSequence(document, report);
}

function checkTask(document: ExperimentDocument, report: Report): void {
  checkRule(document, report);
  checkDynamics(document, report);
  checkDataset(document, report);
}

function checkSequence(document: ExperimentDocument, report: Report): void {
  document.sequence.forEach(({ step }, index) => {
    const before = index === 0 ? 0 : document.sequence[index - 1].step;
    if (step <= before) report(['sequence', index, 'step'], `the task before begins at step ${before}`);
    if (step >= document.steps) report(['sequence', index, 'step'], `the whole run has ${document.steps} steps`);
    checkTask(partDocument(document, index), (path, message) => report(['sequence', index, ...path], message));
  });
}

function checkNetworkChoice(document: ExperimentDocument, report: Report): void {
  if ((document.network === undefined) === (document.generate === undefined)) {
    report([], 'an experiment has either "network" (a whole network) or "generate" (a topology), not both and not neither');
  }
}

function checkRule(document: ExperimentDocument, report: Report): void {
  const model = document.network?.edgeModel ?? document.generate?.edgeModel;
  const rule = rules[document.rule.kind];
  if (model !== undefined && model.kind !== rule.edges) {
    report(['rule', 'kind'], `the rule "${document.rule.kind}" moves ${rule.edges} edges, but the network is made of ${model.kind} edges`);
  }
  document.imperfections.forEach((imperfection, index) => {
    if (!imperfections[imperfection.kind].affects.includes(document.rule.kind)) {
      report(['imperfections', index, 'kind'], `"${imperfection.kind}" has no meaning under the rule "${document.rule.kind}"`);
    }
  });
  const { outputs } = clampings[document.clamping.kind];
  document.roles.outputs.forEach((output, index) => {
    if (outputs !== 'either' && 'plus' in output !== (outputs === 'differential')) {
      const wanted = outputs === 'differential' ? 'two nodes, "plus" and "minus"' : 'one "node"';
      report(['roles', 'outputs', index], `under ${document.clamping.kind} clamping an output has ${wanted}`);
    }
  });
}

function checkDynamics(
  { dynamics: chosen, network, generate, rule, clamping, imperfections: parts, dataset }: ExperimentDocument,
  report: Report,
): void {
  const { suits }: Dynamics = dynamics[chosen.kind];
  const refuse = (path: (string | number)[], what: string): void =>
    report(path, `${what} can't be combined with the dynamics "${chosen.kind}"`);
  const edges = network?.edgeModel ?? generate?.edgeModel;
  if (edges !== undefined && suits.edges !== 'any' && !suits.edges.includes(edges.kind))
    refuse(['dynamics', 'kind'], `${edges.kind} edges`);
  if (suits.rules !== 'any' && !suits.rules.includes(rule.kind)) refuse(['rule', 'kind'], `the rule "${rule.kind}"`);
  if (suits.clampings !== 'any' && !suits.clampings.includes(clamping.kind)) refuse(['clamping', 'kind'], `${clamping.kind} clamping`);
  if (!suits.imperfections && parts.length > 0) refuse(['imperfections', 0, 'kind'], 'imperfections');
  if (!suits.manyDatapoints && (dataset.kind !== 'table' || dataset.inputs.length > 1))
    refuse(['dataset', 'inputs'], 'more than one datapoint');
}

function checkDataset({ dataset, roles, schedule, measure }: ExperimentDocument, report: Report): void {
  const checkWidth = (rows: readonly number[][], width: number, path: (string | number)[], what: string): void => {
    rows.forEach((row, index) => {
      if (row.length !== width) report([...path, index], `this row has ${row.length} numbers, but there are ${width} ${what}`);
    });
  };
  checkWidth(dataset.inputs, roles.inputs.length, ['dataset', 'inputs'], 'inputs');
  if (dataset.kind === 'table') {
    const sets = [[dataset, ['dataset']] as const, ...(dataset.test ? [[dataset.test, ['dataset', 'test']] as const] : [])];
    for (const [set, path] of sets) {
      checkWidth(set.labels, roles.outputs.length, [...path, 'labels'], 'outputs');
      if (set.labels.length !== set.inputs.length)
        report([...path, 'labels'], `there are ${set.inputs.length} inputs but ${set.labels.length} labels`);
    }
    if (dataset.test) checkWidth(dataset.test.inputs, roles.inputs.length, ['dataset', 'test', 'inputs'], 'inputs');
    if (measure.of === 'test' && dataset.test === undefined) report(['measure', 'of'], 'there is no test set to measure');
  } else checkClasses(dataset, report);
  const datapoints = dataset.kind === 'table' ? dataset.inputs.length : dataset.trainPerClass * dataset.classNames.length;
  if (schedule.kind === 'alternating' && schedule.groups.length !== datapoints) {
    report(['schedule', 'groups'], `there are ${datapoints} training datapoints but ${schedule.groups.length} group numbers`);
  }
  if (schedule.kind === 'list' && schedule.order.some((datapoint) => datapoint >= datapoints)) {
    report(['schedule', 'order'], `the training set has the datapoints 0 to ${datapoints - 1}`);
  }
}

function checkClasses(dataset: ExperimentDocument['dataset'] & { kind: 'classes' }, report: Report): void {
  if (dataset.classes.length !== dataset.inputs.length) {
    report(['dataset', 'classes'], `there are ${dataset.inputs.length} inputs but ${dataset.classes.length} classes`);
  }
  dataset.classNames.forEach((className, index) => {
    const size = dataset.classes.filter((value) => value === index).length;
    if (size < dataset.trainPerClass) report(['dataset', 'trainPerClass'], `class "${className}" has only ${size} datapoints`);
  });
  if (dataset.classes.some((value) => value >= dataset.classNames.length)) {
    report(['dataset', 'classes'], `the classes are 0 to ${dataset.classNames.length - 1}`);
  }
}
