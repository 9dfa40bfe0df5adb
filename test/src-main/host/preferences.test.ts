import { describe, expect, it } from 'vitest';
import { isHeld, launchSource, rememberSource } from '../../../src-main/host/launch.ts';
import { Preferences, preferencesFile } from '../../../src-main/host/preferences.ts';
import { MemoryFiles } from '../recording/memoryFiles.ts';

const library = { firstTask: 'xor' };

function preferences(files = new MemoryFiles()): Preferences {
  return new Preferences(files, '/settings/preferences.json');
}

describe('preferences', () => {
  it('lie where each system keeps settings, or where the user says', () => {
    const on = (platform: string, environment: Record<string, string>) => preferencesFile({ platform, home: '/home/me', environment });
    expect(on('linux', {})).toBe('/home/me/.config/twinbench/preferences.json');
    expect(on('linux', { XDG_CONFIG_HOME: '/etc/me' })).toBe('/etc/me/twinbench/preferences.json');
    expect(on('darwin', {})).toBe('/home/me/Library/Application Support/Twinbench/preferences.json');
    expect(on('win32', { APPDATA: '/roaming' })).toBe('/roaming/Twinbench/preferences.json');
    expect(on('linux', { TWINBENCH_PREFERENCES: '/tmp/mine.json' })).toBe('/tmp/mine.json');
  });

  it('are nothing where the file is torn or of another kind, and are written whole again', async () => {
    for (const text of ['{ "format": ', '[]', '{"format":"twinbench.preferences","version":2}']) {
      const files = new MemoryFiles();
      await files.writeText('/settings/preferences.json', text);
      const store = preferences(files);
      expect(await store.read()).toEqual({ last: null, boards: [] });
      await store.change((before) => ({ ...before, boards: [{ serialNumber: '7', title: 'Seven', mayReset: true }] }));
      expect((await preferences(files).read()).boards).toEqual([{ serialNumber: '7', title: 'Seven', mayReset: true }]);
    }
  });
});

describe('launches', () => {
  it('meet the emulated board at first, learning at once', async () => {
    const source = launchSource(await preferences().read(), library);
    expect(source).toEqual({ task: 'xor', machine: { machine: 'emulated', isDemo: true } });
    expect(isHeld(source)).toBe(false);
  });

  it.each([
    [{ task: 'iris' }, { task: 'iris', machine: { machine: 'simulated' } }],
    [
      { experiment: 'transistors2024/xor', machine: { machine: 'emulated', condition: 'laboratory', misbehave: 'drop' } },
      { experiment: 'transistors2024/xor', machine: { machine: 'emulated', condition: 'laboratory', isDemo: true } },
    ],
    // Nobody's board is opened by a launch: that may reset it.
    [
      { task: 'xor', machine: { machine: 'board:/dev/ttyACM0' } },
      { task: 'xor', machine: { machine: 'simulated' } },
    ],
  ] as const)('come back to what was used last: %j', async (used, expected) => {
    const store = preferences();
    await rememberSource(store, used);
    await rememberSource(store, { recording: '/runs/a.mcap' });
    expect(launchSource(await store.read(), library)).toEqual(expected);
  });

  it('hold every board that a person connects until they say go, and nothing else', () => {
    expect(isHeld({ task: 'xor', machine: { machine: 'board:/dev/ttyACM0' } })).toBe(true);
    expect(isHeld({ task: 'xor', machine: { machine: 'emulated' } })).toBe(true);
    expect(isHeld({ task: 'xor' })).toBe(false);
    expect(isHeld({ recording: '/runs/a.mcap' })).toBe(false);
  });
});
