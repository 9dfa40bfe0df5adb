import { protocol, type Session } from 'electron';
import { contentSecurityPolicy } from '../src-main/host/contentSecurityPolicy.ts';
import { findFile } from '../src-main/host/web/staticFiles.ts';

const SCHEME = 'app';
/** The origin of the screen, and the only address that a window of ours ever shows. */
export const screenOrigin = `${SCHEME}://bench`;
export const screenAddress = `${screenOrigin}/index.html`;

/** Makes the screen's scheme a proper origin. To be called before the app is ready. */
export function registerScreenScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}

/** Serves the built screen, and nothing outside its folder, under the scheme of its own. */
export function serveScreen(session: Session, rendererFolder: string): void {
  session.protocol.handle(SCHEME, async (request) => {
    const address = new URL(request.url);
    const file = address.host === 'bench' ? await findFile(rendererFolder, address.pathname) : null;
    if (file === null) return new Response('There is no such file.', { status: 404 });
    return new Response(new Uint8Array(file.content), {
      headers: {
        'Content-Type': file.type,
        'Content-Security-Policy': contentSecurityPolicy([]),
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-store',
      },
    });
  });
}
