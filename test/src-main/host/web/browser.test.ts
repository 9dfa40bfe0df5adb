import { expect, it } from 'vitest';
import { browserCommand, openBrowser } from '../../../../src-main/host/web/browser.ts';

const url = 'http://127.0.0.1:1/';

it.each([
  ['linux' as const, {}, null],
  ['linux' as const, { DISPLAY: '' }, null],
  ['linux' as const, { DISPLAY: ':0' }, 'xdg-open'],
  ['linux' as const, { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
  ['darwin' as const, {}, 'open'],
  ['darwin' as const, { SSH_CONNECTION: '1' }, null],
  ['win32' as const, {}, 'cmd'],
])('on %s with %j the address is opened by %s', (platform, environment, command) => {
  expect(browserCommand(url, { platform, environment })?.[0] ?? null).toBe(command);
});

it('says so where there is no display', async () => {
  expect(await openBrowser(url, { platform: 'linux', environment: {} })).toBe('this machine has no display');
});
