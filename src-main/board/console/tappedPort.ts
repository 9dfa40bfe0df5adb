import type { Port, Transport } from '../transports/transport.ts';
import type { WireLog } from './wireLog.ts';

/** The same port, with everything that goes over its line noted on the way. */
export function tappedPort(port: Port, log: WireLog): Port {
  return {
    get identity() {
      return port.identity;
    },
    wait: (milliseconds) => port.wait(milliseconds),
    open: async (baudRate) => tapped(await port.open(baudRate), baudRate, log),
  };
}

function tapped(transport: Transport, baudRate: number, log: WireLog): Transport {
  log.opened(transport.place, baudRate);
  let rate = baudRate;
  return {
    place: transport.place,
    timing: transport.timing,
    patience: transport.patience,
    send: (bytes, by) => {
      log.sent(bytes, by);
      transport.send(bytes, by);
    },
    setBaudRate: async (next) => {
      await transport.setBaudRate(next);
      if (next !== rate) log.event(`the line goes at ${next} baud`);
      rate = next;
    },
    onBytes: (listener) =>
      transport.onBytes((bytes, arrived) => {
        log.received(bytes, arrived);
        listener(bytes, arrived);
      }),
    onClose: (listener) =>
      transport.onClose((why) => {
        log.event(`the line has ended: ${why}`);
        listener(why);
      }),
    close: async () => {
      await transport.close();
      log.event('the line was closed');
    },
  };
}
