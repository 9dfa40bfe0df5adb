import type { Problem } from '../../shared/problem.ts';
import type { ToEngine, Transport } from '../../shared/bridge/messages.ts';

/** A way to the engine as the screen sees it. */
export type EngineTransport = Transport<ToEngine, unknown>;

/** What a connector tells: an open transport (again after every reconnection), or why there is none now. */
export interface ConnectorListener {
  onOpen(transport: EngineTransport): void;
  /** The way is lost or can't be opened; the connector goes on trying. */
  onLost(problem: Problem): void;
}

/** Opens ways to the engine until it is told to stop: returns the function that stops it. */
export type Connector = (listener: ConnectorListener) => () => void;
