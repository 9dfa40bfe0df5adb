import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { contentSecurityPolicy } from '../contentSecurityPolicy.ts';
import { addressOf, type AccessCheck } from './accessCheck.ts';
import { findFile } from './staticFiles.ts';

/** Headers on every answer, refusals too. */
function securityHeaders(host: string): Record<string, string> {
  return {
    // `'self'` covers WebSockets in today's browsers; older ones want the scheme spelt out.
    'Content-Security-Policy': contentSecurityPolicy(["'self'", `ws://${host}`]),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
    'Cache-Control': 'no-store',
  };
}

/** What is served, absolute. */
export interface PageFolders {
  /** The built screen. */
  readonly screen: string;
  /** Files that exports have made, each in a folder of its own. */
  readonly downloads: string;
}

const DOWNLOADS = '/downloads/';

/** Serves the files of the screen to whoever passes the check, and nothing else to anybody. */
export async function servePage(
  request: IncomingMessage,
  response: ServerResponse,
  access: AccessCheck,
  folders: PageFolders,
): Promise<void> {
  const refusal = access.refuse(request, 'page');
  const host = refusal === null ? (request.headers.host ?? '') : '127.0.0.1';
  for (const [name, value] of Object.entries(securityHeaders(host))) response.setHeader(name, value);
  if (refusal !== null) return answer(response, refusal.status, refusal.reason);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return answer(response, 405, 'Only GET and HEAD.');
  }
  const pathname = addressOf(request)?.pathname ?? '';
  if (pathname.startsWith(DOWNLOADS)) return serveDownload(request, response, folders.downloads, pathname.slice(DOWNLOADS.length));
  const file = await findFile(folders.screen, pathname);
  if (file === null) return answer(response, 404, 'There is no such file.');
  if (access.hasTokenInAddress(request)) response.setHeader('Set-Cookie', access.cookie);
  response.setHeader('Content-Type', file.type);
  response.setHeader('Content-Length', file.content.length);
  response.writeHead(200);
  response.end(request.method === 'HEAD' ? undefined : file.content);
}

/** A file that an export has made: `<folder>/<name>` below the folder of downloads, of any size and type. */
async function serveDownload(request: IncomingMessage, response: ServerResponse, folder: string, rest: string): Promise<void> {
  const parts = rest.split('/').map(decoded);
  const isPlain = parts.length === 2 && parts.every((part) => part !== '' && !/[/\\\0]|^\.\.?$/.test(part));
  const path = isPlain ? join(folder, ...parts) : '';
  const status = isPlain ? await stat(path).catch(() => null) : null;
  if (status === null || !status.isFile()) return answer(response, 404, 'There is no such file.');
  response.setHeader('Content-Type', 'application/octet-stream');
  response.setHeader('Content-Length', status.size);
  response.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(parts[1])}`);
  response.writeHead(200);
  if (request.method === 'HEAD') return void response.end();
  await pipeline(createReadStream(path), response);
}

/** A part of a path without its percent signs; '' where they make no sense. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.writeHead(status);
  response.end(`${text}\n`);
}
