const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

/** Local clock time with milliseconds: `14:03:27.250`. */
export function clock(millis: number, withMillis = false): string {
  if (!Number.isFinite(millis)) return '–';
  const base = CLOCK.format(millis);
  return withMillis ? `${base}.${String(Math.floor(millis % 1000)).padStart(3, '0')}` : base;
}

/** Date, time and zone, for tooltips. */
export function fullTime(millis: number): string {
  return Number.isFinite(millis) ? FULL.format(millis) : 'no time';
}
