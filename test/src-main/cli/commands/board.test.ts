import { describe, expect, test } from 'vitest';
import { entryOf } from '../../../../src-main/board/transports/ports.ts';
import { twinbench } from '../terminal.ts';

describe('twinbench board', () => {
  test('list shows ports with what is to be known before they are opened', async () => {
    const ports = [
      entryOf({ path: '/dev/ttyS0', serialNumber: '', vendorId: '', productId: '', manufacturer: '' }),
      entryOf({ path: '/dev/ttyACM0', serialNumber: 'A5', vendorId: '2341', productId: '0043', manufacturer: 'Arduino' }),
    ];
    const boards = { listPorts: async () => ports };
    const { code, out } = await twinbench(['board', 'list'], { boards });
    expect(code).toBe(0);
    expect(out).toMatch(/\/dev\/ttyACM0 +Arduino +2341:0043 +A5 +opening may reset it/);
    expect(out).not.toContain('/dev/ttyS0');
    expect((await twinbench(['board', 'list', '--all'], { boards })).out).toContain('/dev/ttyS0');
    expect((await twinbench(['board', 'list'])).out).toContain('--machine emulated');
  });

  test('info shakes hands and tells what the board is', async () => {
    const { code, out } = await twinbench(['board', 'info', 'emulated', '--board', '17', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      identity: { profile: 'transistors2024', serialNumber: '17' },
      capability: { nodes: 16, edgeCount: 32, edge: 'transistor', outputs: 8 },
      status: { state: 'IDLE' },
      pulses: { count: 0, notSensed: 0 },
    });
    expect((await twinbench(['board', 'info', 'emulated'])).out).toContain('16 nodes, 32 edges');
  });

  test('console lets a person type', async () => {
    const { code, out } = await twinbench(['board', 'console', 'emulated'], { input: '*IDN?\nFOO\nSYST:ERR?\n' });
    expect(code).toBe(0);
    expect(out).toBe('Twinbench,transistors2024,2024,1.0.0\n-113,"Undefined header"\n');
    // A pulse of a second, during which the board hears only what its ring holds: lines wait for the answer before.
    const slow = await twinbench(['board', 'console', 'emulated'], {
      input: `PULS 1;PULS:JITT?\n${'SOUR:VOLT? (@0:7);SYST:ERR?\n'.repeat(9)}`,
    });
    const told = slow.out.trim().split('\n');
    expect(told[0]).toBe('1,0,0,1000000000,0');
    expect(told.slice(1)).toEqual(Array.from({ length: 9 }, () => `${Array(8).fill('0.000000').join(',')};0,"No error"`));
  });

  test('run trains on a board as train does with --machine', async () => {
    const byRun = await twinbench(['board', 'run', 'xor', '--port', 'emulated', '--steps', '300', '--json']);
    const byTrain = await twinbench(['train', 'xor', '--machine', 'emulated', '--steps', '300', '--json']);
    expect(byTrain.out).toBe(byRun.out);
    expect(byTrain.code).toBe(1);
    const report = JSON.parse(byRun.out) as { steps: number; history: { step: number }[]; final: { free: Record<string, number> } };
    expect(report.steps).toBe(300);
    expect(report.history.map(({ step }) => step)).toEqual([0, 100, 200, 300]);
    expect(Object.keys(report.final.free).length).toBe(16);
  });

  test('the report says where the learning time has passed', async () => {
    const { out } = await twinbench(['train', 'xor', '--machine', 'emulated', '--board', '17', '--steps', '100']);
    expect(out).toMatch(/Learning time 10\.0+ ms \(on Board 17 \(transistors2024\)\), wall time/);
    expect((await twinbench(['train', 'xor', '--steps', '100'])).out).toMatch(/Learning time 10\.0+ ms \(simulated\), wall time/);
  });

  test('record keeps what a board has measured, and what happened on the line', async () => {
    const { code, out, error } = await twinbench([
      ...['record', 'xor', '--machine', 'emulated', '--steps', '300', '--json', '--misbehave', 'corrupt:probability=0.0005'],
    ]);
    expect(error).not.toContain('Error');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ steps: 300, isInterrupted: false });
  });

  test('emulate --soak counts what was lost', async () => {
    const { code, out } = await twinbench(['board', 'emulate', 'xor', '--soak', '1', '--json']);
    expect(JSON.parse(out)).toMatchObject({ remarks: 0 });
    expect(code).toBe(0);
  });

  test.each([
    [['board', 'run', 'xor'], /no board is plugged in/],
    [['board', 'run', 'nosuch'], /where: +twinbench board run/i],
    [['board', 'emulate', 'nosuch', '--pty', '/tmp/x'], /where: +twinbench board emulate/i],
    [['board', 'emulate', 'xor'], /neither --pty nor --soak/],
    [['train', 'xor', '--machine', 'toaster'], /no machine is called "toaster"/],
    [['train', 'xor', '--machine', 'emulated', '--misbehave', 'explode'], /there is no misbehaviour "explode"/],
    [['train', 'divider', '--machine', 'emulated'], /its network is another one than that of the board/],
    [['board', 'info', '/dev/nowhere'], /there is no such port/],
  ])('%j is refused with a reason', async (line, reason) => {
    const { code, out, error } = await twinbench(line);
    expect([code, out]).toEqual([2, '']);
    expect(error).toMatch(reason);
  });
});
