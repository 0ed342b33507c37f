import type { Series } from '../frames/history';
import type { Span } from './sample';

/** A stretch of time during which a series stayed in one state. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly state: string;
}

/** The states of a span, equal neighbours joined; a state lasts until the next one or a gap. */
export function stretches({ ring, column, states }: Series, span: Span): Stretch[] {
  const found: { from: number; to: number; state: string }[] = [];
  let open: { from: number; to: number; state: string } | null = null;
  const start = Math.max(0, ring.firstAtOrAfter(span.from) - 1);
  for (let i = start; i < ring.length; i++) {
    const time = ring.timeAt(i);
    if (time > span.to) break;
    const index = ring.valueAt(i, column);
    if (Number.isNaN(index)) continue;
    const state = Number.isFinite(index) ? (states[index] ?? String(index)) : null;
    if (open && state === open.state) continue;
    if (open) open.to = time;
    open = state === null ? null : { from: Math.max(span.from, time), to: span.to, state };
    if (open) found.push(open);
  }
  return found;
}
