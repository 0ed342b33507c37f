import type { Series } from '../../frames/history';

/** What a card shows of a channel: one field, for each of its first label sets. */
export interface Headline {
  readonly field: string;
  readonly unit: string;
  readonly perSecond: boolean;
  readonly series: readonly Series[];
}

const MOST_LINES = 6;
const TELLING = [
  'usage_active',
  'usage_percent',
  'used_percent',
  'usage_user',
  'usage_system',
  'load1',
  'bytes_recv',
  'read_bytes',
  'write_bytes',
  'value',
];

/** The first numeric field, unless one is known to tell more; totals before parts. */
export function headlineOf(series: readonly Series[]): Headline | null {
  const numeric = series.filter((one) => one.kind === 'number');
  const first =
    TELLING.map((name) => numeric.find((one) => one.field.toLowerCase() === name)).find((one) => one !== undefined) ??
    numeric[0];
  if (!first) return null;
  const same = numeric.filter((one) => one.field === first.field || (first.isNamed && one.unit === first.unit));
  const totalsFirst = [...same].sort((a, b) => Number(isTotal(b)) - Number(isTotal(a)));
  return {
    field: first.field,
    unit: first.unit,
    perSecond: first.isCounter,
    series: totalsFirst.slice(0, MOST_LINES),
  };
}

function isTotal(series: Series): boolean {
  return Object.values(series.labels).some((value) => /(^|[-_])(total|all)$/.test(value));
}
