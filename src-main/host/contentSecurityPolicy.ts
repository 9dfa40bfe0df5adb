/**
 * What a page of ours may load: its own files and nothing else. No inline script or style, no evaluation, no frames, no
 * other origin. Both hosts send it as a header, so that no page can weaken it.
 *
 * @param connectSources  what the page may talk to
 */
export function contentSecurityPolicy(connectSources: readonly string[]): string {
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    // Blobs are pictures that the page itself has made: figures, before they are saved.
    'img-src': ["'self'", 'blob:'],
    'font-src': ["'self'"],
    'connect-src': connectSources,
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.length === 0 ? "'none'" : sources.join(' ')}`)
    .join('; ');
}
