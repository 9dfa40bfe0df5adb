import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is refused, with the HTTP status that says so. */
export interface Refusal {
  status: 400 | 403 | 421;
  reason: string;
}

/** A token that nobody guesses, new at every start. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Who may talk to a web host: only a browser that was given the token, and only under the host's own name.
 *
 * The server listens on the loopback interface, but every page of the world that this browser shows can send requests there.
 * The Host header unmasks DNS rebinding (a foreign name that resolves to 127.0.0.1), the Origin header unmasks requests of
 * foreign pages, and the token keeps out whoever else runs on this machine.
 */
export class AccessCheck {
  readonly token: string;
  readonly #hosts: ReadonlySet<string>;
  readonly #cookieName: string;

  constructor(token: string, port: number) {
    this.token = token;
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
    // Cookies know no ports: two hosts on one machine would overwrite each other's.
    this.#cookieName = `twinbench-${port}`;
  }

  /** The cookie by which the page's own files and its WebSocket are let in after the page itself came with the token. */
  get cookie(): string {
    return `${this.#cookieName}=${this.token}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Whether the address itself carries the right token. */
  hasTokenInAddress(request: IncomingMessage): boolean {
    return this.#matches(addressOf(request)?.searchParams.get('token') ?? '');
  }

  /** Why this request is refused, or `null`. A WebSocket must name its origin; a browser always does. */
  refuse(request: IncomingMessage, kind: 'page' | 'socket'): Refusal | null {
    const { host, origin } = request.headers;
    if (host === undefined || !this.#hosts.has(host)) return { status: 421, reason: 'This server answers to its own address only.' };
    const isForeign = origin !== undefined && origin !== `http://${host}`;
    if (isForeign || (kind === 'socket' && origin === undefined)) return { status: 403, reason: 'Requests of other pages are refused.' };
    if (addressOf(request) === null) return { status: 400, reason: 'The address is malformed.' };
    if (this.hasTokenInAddress(request) || this.#matches(this.#cookieOf(request))) return null;
    return { status: 403, reason: 'The token is missing or wrong. Open the address that Twinbench printed when it started.' };
  }

  #cookieOf(request: IncomingMessage): string {
    const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
    const prefix = `${this.#cookieName}=`;
    return cookies.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length) ?? '';
  }

  /** Compares digests, in constant time whatever the length. */
  #matches(candidate: string): boolean {
    const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(candidate), digest(this.token));
  }
}

/** The address of a request, or `null` where it is malformed. */
export function addressOf(request: IncomingMessage): URL | null {
  // Put together instead of resolved: resolving "//name" would take the name for a host.
  const address = `http://127.0.0.1${request.url ?? ''}`;
  return URL.canParse(address) ? new URL(address) : null;
}
