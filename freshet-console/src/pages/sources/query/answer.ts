import { History } from '../../../frames/history';
import { count } from '../../../format/units';

/** Rows of an answer, ready to be drawn. */
export interface Answered {
  readonly history: History;
  readonly rows: number;
  /** What could not be read; null when all could. */
  readonly mismatch: string | null;
}

const MAX_VALUES = 2_000_000;

/** Reads the frames of an answer. */
export function readFrames(frames: readonly unknown[], at: number): Answered {
  const history = new History({ retentionMillis: Infinity, maxValues: MAX_VALUES }, false);
  let mismatch: string | null = null;
  for (const frame of frames) {
    const decoded = history.add(frame, at);
    if (decoded.is === 'mismatch') mismatch = decoded.reason;
  }
  return { history, rows: history.rows, mismatch };
}

/** `120 rows in 2 series`. */
export function amount({ rows, history }: Answered): string {
  const series = history.series.filter((one) => one.kind === 'number').length;
  const said = rows === 1 ? '1 row' : `${count(rows).text} rows`;
  return series === 0 ? said : `${said} in ${series === 1 ? '1 series' : `${series} series`}`;
}
