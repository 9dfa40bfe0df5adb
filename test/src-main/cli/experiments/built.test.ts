import { beforeAll, describe, expect, test } from 'vitest';
import { twinbench } from '../builtProgram.ts';

describe('seeds on worker threads', () => {
  // The first run builds what is stale.
  beforeAll(() => twinbench(['--version']));

  test('give the bytes that one thread gives', async () => {
    const parameters = ['experiment', 'run', 'digipots2022/divider', '--seeds', '4', '--json'];
    const { code, out } = await twinbench(parameters);
    const alone = await import('../terminal.ts').then((terminal) => terminal.twinbench(parameters));
    expect(code).toBe(0);
    expect(out).toBe(alone.out);
  });

  test('are ended by Ctrl-C, in the middle of a run', async () => {
    // Far more seeds than a few seconds can hold; progress is told every five, and a slow computer may have none by then.
    const parameters = ['experiment', 'run', 'digipots2022/tenTasks', '--seeds', '10000', '--json'];
    const { code, out, error } = await twinbench(parameters, { interruptOn: /(^|\n)[1-9]\d* of .* seeds · / });
    expect(code).toBe(1);
    expect((JSON.parse(out) as { seeds: number }).seeds).toBeGreaterThan(0);
    expect(error).toContain('Interrupted:');
  });
});
