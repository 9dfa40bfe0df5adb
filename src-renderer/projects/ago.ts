/**
 * How long ago something was saved, as it is said beside its name.
 *
 * @param seconds  since then
 * @example savedAgo(12.4) // => 'saved 12 s ago'
 */
export function savedAgo(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 5) return 'saved just now';
  if (whole < 60) return `saved ${whole} s ago`;
  if (whole < 3600) return `saved ${Math.floor(whole / 60)} min ago`;
  if (whole < 86_400) return `saved ${Math.floor(whole / 3600)} h ago`;
  return `saved ${Math.floor(whole / 86_400)} d ago`;
}

/** A moment for lists: the time alone where it is of today. @param time, now  s since 1970-01-01 UTC */
export function momentOf(time: number, now: number): string {
  const [then, today] = [new Date(time * 1000), new Date(now * 1000)];
  const clock = then.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return then.toDateString() === today.toDateString() ? clock : `${then.toLocaleDateString('sv-SE')} ${clock}`;
}
