const storageKey = 'twinbench.token';

/** The parts of `window` that hold the token. */
export interface TokenPlaces {
  location: { href: string };
  history: { replaceState(data: unknown, unused: string, url: string): void };
  sessionStorage: Pick<Storage, 'getItem' | 'setItem'>;
}

/**
 * The token of this start of the web host: from the page's address the first time, from this tab's storage after a reload. It is
 * removed from the address bar, so that nobody copies it along with the address or reads it over a shoulder.
 */
export function takeToken(places: TokenPlaces): string | null {
  const address = new URL(places.location.href);
  const token = address.searchParams.get('token');
  if (token === null) return places.sessionStorage.getItem(storageKey);
  places.sessionStorage.setItem(storageKey, token);
  address.searchParams.delete('token');
  places.history.replaceState(null, '', address.href);
  return token;
}
