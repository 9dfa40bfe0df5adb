import { describe, expect, test } from 'vitest';
import packageInfo from '../../../package.json' with { type: 'json' };
import { commands } from '../../../src-main/cli/commands/index.ts';
import { registries } from '../../../src-main/host/registries.ts';
import { twinbench } from './terminal.ts';

describe('help', () => {
  test('--help names every command, argument and option, every entry of every registry and every parameter', async () => {
    const { code, out, error } = await twinbench(['--help']);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    for (const { spec } of Object.values(commands)) {
      expect(out).toContain(`\ntwinbench ${spec.kind}`);
      for (const name of Object.keys(spec.options)) expect(out).toMatch(new RegExp(`^ {4}--${name}\\b`, 'm'));
    }
    for (const { title, entries } of registries) {
      const section = out.slice(out.indexOf(`\n${title} (`)).split('\n\n')[0];
      for (const { spec } of Object.values(entries)) {
        expect(section).toContain(`\n  ${spec.kind}: `);
        const entry = section.slice(section.indexOf(`\n  ${spec.kind}: `));
        for (const [name, parameter] of Object.entries(spec.parameters)) {
          expect(entry).toMatch(new RegExp(`^ {6}${name} .*default`, 'm'));
          if (parameter.type === 'number') expect(entry.match(/-?\d[\d.e-]*/g)!.map(Number)).toContain(parameter.maximum);
        }
      }
    }
    expect(out).toContain('Exit codes: 0 done');
  });

  test('no line is wider than the terminal, apart from words and tables that cannot be broken', async () => {
    const { out } = await twinbench(['--help'], { columns: 80 });
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  test.each(Object.keys(commands))('%s --help, help %s', async (name) => {
    const { code, out } = await twinbench([name, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: twinbench ${name}`);
    expect(out).toContain('Examples:');
    expect((await twinbench(['help', name])).out).toBe(out);
  });

  test('--version', async () => {
    expect(await twinbench(['--version'])).toEqual({ code: 0, out: `${packageInfo.version}\n`, error: '' });
  });
});

describe('what cannot be understood is answered in one block, with exit code 2 and nothing on standard output', () => {
  test.each<[string[], string[]]>([
    [[], ['No command was given', 'twinbench --help']],
    [
      ['trian', 'xor'],
      ['There is no command "trian"', 'Did you mean "train"?'],
    ],
    [['help', 'nothing'], ['There is no command "nothing"']],
    [['trian', '--help'], ['There is no command "trian"']],
    [['--bogus'], ['There is no option --bogus']],
    [['solve'], ['no FILE was given']],
    [['solve', 'a.json', 'b.json'], ['too many arguments']],
    [
      ['train', 'xor', '--sede', '3'],
      ['There is no option --sede', 'Did you mean "--seed"?'],
    ],
    [['train', 'xor', '--seed'], ['nothing follows --seed']],
    [
      ['train', 'xor', '--seed', 'x'],
      ['--seed x', '"x" is not a whole number'],
    ],
    [['train', 'xor', '--seed', '-1'], ['-1 is not between 0 and']],
    [['train', 'xor', '--seed', '1.5'], ['"1.5" is not a whole number']],
    [['train', 'xor', '--seed', '1e99'], ['is not between']],
    [['train', 'xor', '--steps', '0'], ['0 is not between 1 and']],
    [['train', 'xor', '--at', '1,,3'], ['"" is not a whole number']],
    [['train', 'xor', '--at', '1,x'], ['"x" is not a whole number']],
    [
      ['train', 'xor', '--steps', '3', '--at', '2,4'],
      ['There is no state after step 4', 'the run has 3 steps'],
    ],
    [
      ['train', 'xro'],
      ['There is no task and no file "xro"', 'Did you mean "xor"?', 'divider, allostery, iris, xor'],
    ],
    [
      ['train', 'xro.json'],
      ['E-FILE-READ', 'where: xro.json', 'there is no such file'],
    ],
    [
      ['task', 'forget'],
      ["why:   'forget' is invalid for argument", 'Allowed choices are list, show'],
    ],
    [['export', 'run', '--to', 'bogus'], ['do:    Choose one of csv, npz, hdf5, parquet, mat, spice.\n']],
    [
      ['task', 'show'],
      ['no name was given', 'divider, allostery, iris, xor'],
    ],
    [['task', 'show', 'irsi'], ['Did you mean "iris"?']],
    [['task', 'list', 'xor'], ['There is too much']],
    [['describe', 'overclmping'], ['Did you mean "overclamping"?']],
    [['schema', 'picture'], ['Allowed choices are network, experiment']],
    [['validate'], ['no FILE was given']],
  ])('%j', async (parameters, parts) => {
    const { code, out, error } = await twinbench(parameters);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toMatch(/^Error E-[A-Z-]+: .+\n {2}where: .+\n {2}why: {3}.+\n {2}do: {4}.+\n$/);
    for (const part of parts) expect(error).toContain(part);
  });
});

describe('describe', () => {
  test('without a name it lists every entry', async () => {
    const { code, out } = await twinbench(['describe']);
    expect(code).toBe(0);
    for (const { entries } of registries) for (const { spec } of Object.values(entries)) expect(out).toContain(spec.title);
  });

  test('a name that two lists share gives both', async () => {
    const { out } = await twinbench(['describe', 'divider']);
    expect(out).toContain('(tasks;');
    expect(out).toContain('(topologies;');
  });

  test('an entry comes with units, ranges, defaults and its source', async () => {
    const { out } = await twinbench(['describe', 'continuous']);
    expect(out).toMatch(/rate +above 0, up to 1e12 V⁻¹s⁻¹ +default 1377\.4/);
    expect(out).toContain('doi:10.1073/pnas.2319718121');
  });

  test('a list', async () => {
    expect((await twinbench(['describe', 'schedules'])).out).toMatch(/^Schedules \(experiment: schedule\)/);
  });
});
