import type { Connector } from './connector.ts';
import { portConnector } from './portTransport.ts';
import { takeToken } from './token.ts';
import { webSocketConnector } from './webSocketTransport.ts';

/** The way to the engine for this page: a WebSocket to the host that served it, or the port that Electron's preload script posts. */
export function connectorFor(page: Window): Connector {
  const { protocol, host } = page.location;
  if (protocol !== 'http:' && protocol !== 'https:') return portConnector(page);
  const token = takeToken(page);
  // Without a token in its address the page came by the host's cookie, which lets the socket in as well.
  const query = token === null ? '' : `?token=${encodeURIComponent(token)}`;
  return webSocketConnector(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/bridge${query}`);
}
