import type { IncomingMessage, ServerResponse } from 'node:http';
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

/** Serves the files of the screen to whoever passes the check, and nothing else to anybody. */
export async function servePage(request: IncomingMessage, response: ServerResponse, access: AccessCheck, folder: string): Promise<void> {
  const refusal = access.refuse(request, 'page');
  const host = refusal === null ? (request.headers.host ?? '') : '127.0.0.1';
  for (const [name, value] of Object.entries(securityHeaders(host))) response.setHeader(name, value);
  if (refusal !== null) return answer(response, refusal.status, refusal.reason);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return answer(response, 405, 'Only GET and HEAD.');
  }
  const file = await findFile(folder, addressOf(request)?.pathname ?? '');
  if (file === null) return answer(response, 404, 'There is no such file.');
  if (access.hasTokenInAddress(request)) response.setHeader('Set-Cookie', access.cookie);
  response.setHeader('Content-Type', file.type);
  response.setHeader('Content-Length', file.content.length);
  response.writeHead(200);
  response.end(request.method === 'HEAD' ? undefined : file.content);
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.writeHead(status);
  response.end(`${text}\n`);
}
