/**
 * Units are Grafana's unit ids (`decbytes`, `percent`, `ms`, `ops` …), as they stand in a field's configuration. Agents such
 * as Telegraf send none: then the field's name tells.
 */
export function unitOf(field: string, configured: string | undefined): string {
  return configured ?? unitByName(field.toLowerCase());
}

const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/(^|_)(percent|pct)($|_)|^usage_(?!.*(bytes|ns))/, 'percent'],
  [/(^|_)ratio$/, 'percentunit'],
  [
    /(^|_)bytes?($|_)|^(total|used|free|available|cached|buffered|active|inactive|slab|mapped|dirty|shared|committed_as|commit_limit|swap_\w+|page_tables|sreclaimable|sunreclaim|vmalloc_\w+|write_back\w*|huge_page_size|high_\w+|low_\w+)$/,
    'decbytes',
  ],
  [/(^|_)(nanoseconds|ns)$/, 'ns'],
  [/(^|_)(microseconds|us)$/, 'µs'],
  [/(^|_)(milliseconds|millis|ms)$|^(read|write|io|weighted_io)_time$|^(latency|response_time|rtt|duration)$/, 'ms'],
  [/(^|_)(seconds|secs|sec)$|^uptime$/, 's'],
  [/(^|_)(celsius|temp_c|temperature)$/, 'celsius'],
  [/(^|_)(hz|hertz)$/, 'hertz'],
  [/(^|_)(volts?)$/, 'volt'],
  [/(^|_)(watts?)$/, 'watt'],
];

const PER_SECOND = /_per_s(ec(ond)?)?$/;

function unitByName(field: string): string {
  if (PER_SECOND.test(field)) return `${unitByName(field.replace(PER_SECOND, ''))}/s`;
  return BY_NAME.find(([pattern]) => pattern.test(field))?.[1] ?? '';
}

const COUNTER =
  /^(bytes|packets|err|drop)_(recv|sent|in|out)$|^(read|write)_(bytes|time)$|^(reads|writes)$|^(merged_|io_time$|weighted_io_time$)|_total$|^(interrupts|context_switches|processes_forked)$/;

/** True for names that count up for ever, which are read as a rate per second. */
export function countsUp(field: string): boolean {
  return COUNTER.test(field) && !/^(inodes|huge_pages|swap|high|low|vmalloc)_/.test(field);
}

/** A value as people read it, and the exact one for the tooltip. */
export interface Shown {
  readonly text: string;
  readonly exact: string;
}

const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const MILLIS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const PLAIN_SUFFIX: Readonly<Record<string, string>> = {
  percent: '%',
  celsius: '°C',
  fahrenheit: '°F',
  kelvin: 'K',
  humidity: '%H',
  rotrpm: 'rpm',
  degree: '°',
  pressurembar: 'mbar',
  pressurebar: 'bar',
  pressurehpa: 'hPa',
  pressurekpa: 'kPa',
  pressurepsi: 'psi',
  lengthmm: 'mm',
  lengthm: 'm',
  lengthkm: 'km',
  velocityms: 'm/s',
  velocitykmh: 'km/h',
  flowlpm: 'L/min',
  ppm: 'ppm',
  dBm: 'dBm',
  dB: 'dB',
  currencyEUR: '€',
  currencyUSD: '$',
};
const SCALED_SUFFIX: Readonly<Record<string, string>> = {
  decbytes: 'B',
  Bps: 'B/s',
  decBps: 'B/s',
  bps: 'b/s',
  decbits: 'b',
  hertz: 'Hz',
  ops: '/s',
  reqps: 'req/s',
  rps: '/s',
  wps: '/s',
  iops: '/s',
  cps: '/s',
  pps: 'p/s',
  volt: 'V',
  amp: 'A',
  watt: 'W',
  watth: 'Wh',
  joule: 'J',
  KBs: 'kB/s',
  MBs: 'MB/s',
  GBs: 'GB/s',
};

export function show(value: number, unit = ''): Shown {
  const exact = `${value}${unit === '' ? '' : ` ${suffixOf(unit)}`}`.trim();
  return { text: shownText(value, unit), exact };
}

function shownText(value: number, unit: string, significant = 3): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (unit === '/s') return scaled(value, 1000, DECIMAL, '/s', significant);
  if (unit.endsWith('/s') && unit.length > 2) return `${shownText(value, unit.slice(0, -2), significant)}/s`;
  if (unit === 'percentunit') return `${digits(value * 100, significant)} %`;
  if (unit === 'bytes' || unit === 'binBps')
    return scaled(value, 1024, BINARY, unit === 'bytes' ? 'B' : 'B/s', significant);
  if (unit in MILLIS) return duration(value * MILLIS[unit]!);
  if (unit in PLAIN_SUFFIX) return `${digits(value, significant)} ${PLAIN_SUFFIX[unit]}`;
  if (unit in SCALED_SUFFIX) return scaled(value, 1000, DECIMAL, SCALED_SUFFIX[unit]!, significant);
  if (unit === '' || unit === 'short' || unit === 'none') return scaled(value, 1000, DECIMAL, '', significant);
  return `${scaled(value, 1000, DECIMAL, '', significant)} ${unit}`;
}

const MOST_DIGITS = 10;

/** The numbers of an axis, with as many digits as tell them apart; a long unit stands in the plot's title only. */
export function ticks(values: readonly number[], unit: string): readonly string[] {
  const isLong = suffixOf(unit).length > 5 && !(unit in MILLIS);
  const written = (significant: number): string[] =>
    values.map((value) => shownText(value, isLong ? '' : unit, significant));
  let texts = written(3);
  for (let significant = 4; significant <= MOST_DIGITS && new Set(texts).size < texts.length; significant++) {
    // One more than needed: quarters between neighbours are not to look uneven.
    texts = new Set(written(significant)).size < texts.length ? texts : written(significant + 1);
  }
  return texts;
}

/** What stands behind a number of this unit when it is not scaled. */
export function suffixOf(unit: string): string {
  if (unit.endsWith('/s') && unit.length > 2) return `${suffixOf(unit.slice(0, -2))}/s`;
  if (unit === 'bytes') return 'B';
  if (unit === 'percentunit') return '';
  if (unit === 'short' || unit === 'none') return '';
  return PLAIN_SUFFIX[unit] ?? SCALED_SUFFIX[unit] ?? unit;
}

/** A name for the axis of a unit. */
export function unitName(unit: string): string {
  if (unit === '') return 'values';
  if (unit === '/s') return 'per second';
  if (unit.endsWith('/s')) return `${unitName(unit.slice(0, -2))} per second`;
  if (unit === 'percent' || unit === 'percentunit') return 'percent';
  if (unit === 'decbytes' || unit === 'bytes') return 'bytes';
  if (unit in MILLIS) return 'time';
  return suffixOf(unit);
}

function scaled(value: number, base: number, prefixes: readonly string[], suffix: string, significant = 3): string {
  let size = Math.abs(value);
  let step = 0;
  while (size >= base * 0.9995 && step < prefixes.length - 1) {
    size /= base;
    step++;
  }
  const sign = value < 0 ? '−' : '';
  const after = `${prefixes[step]}${suffix}`;
  const number = sign + digits(size, significant);
  if (after === '') return number;
  return after.startsWith('/') ? `${number}${after}` : `${number} ${after}`;
}

/** So many significant digits, never in exponent form unless tiny. */
function digits(value: number, significant = 3): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.001) return withMinus(value.toExponential(1));
  const fewest = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
  const decimals = fewest + significant - 3;
  return withMinus(
    value
      .toFixed(decimals)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, ''),
  );
}

function withMinus(text: string): string {
  return text.startsWith('-') ? `−${text.slice(1)}` : text;
}

/** A span of time in the largest unit that leaves it readable: `34 ms`, `5.2 s`, `3 min 20 s`, `2 d 4 h`. */
export function duration(millis: number): string {
  const size = Math.abs(millis);
  const sign = millis < 0 ? '−' : '';
  if (size === 0) return '0 s';
  if (size < 1e-3) return `${sign}${digits(size * 1e6)} ns`;
  if (size < 1) return `${sign}${digits(size * 1e3)} µs`;
  if (size < 1000) return `${sign}${digits(size)} ms`;
  if (size < 60_000) return `${sign}${digits(size / 1000)} s`;
  if (size < 3_600_000) return sign + two(size, 60_000, 'min', 1000, 's');
  if (size < 86_400_000) return sign + two(size, 3_600_000, 'h', 60_000, 'min');
  return sign + two(size, 86_400_000, 'd', 3_600_000, 'h');
}

function two(millis: number, big: number, bigName: string, small: number, smallName: string): string {
  const whole = Math.floor(millis / big);
  const rest = Math.floor((millis - whole * big) / small);
  return rest === 0 ? `${whole} ${bigName}` : `${whole} ${bigName} ${rest} ${smallName}`;
}

/** How long ago, coarse enough not to flicker: `now`, `12 s`, `4 min`, `3 h`, `2 d`. */
export function age(millis: number): string {
  if (millis < 2000) return 'now';
  if (millis < 60_000) return `${Math.floor(millis / 1000)} s`;
  if (millis < 3_600_000) return `${Math.floor(millis / 60_000)} min`;
  if (millis < 86_400_000) return `${Math.floor(millis / 3_600_000)} h`;
  return `${Math.floor(millis / 86_400_000)} d`;
}

/** A rate per second from a count per minute: `1.2 k/s`; below one a second it is told per minute. */
export function rate(perMinute: number): Shown {
  const exact = `${perMinute} messages in the last minute`;
  if (perMinute === 0) return { text: '0/s', exact };
  if (perMinute < 60) return { text: `${digits(perMinute)}/min`, exact };
  return { text: scaled(perMinute / 60, 1000, DECIMAL, '/s'), exact };
}

export function bytes(count: number): Shown {
  return { text: scaled(count, 1000, DECIMAL, 'B'), exact: `${Math.round(count)} bytes` };
}

export function count(value: number): Shown {
  return {
    text: value < 1e6 ? Math.round(value).toLocaleString() : scaled(value, 1000, DECIMAL, ''),
    exact: String(value),
  };
}
