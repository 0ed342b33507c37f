import { stylesOf } from '../../format/colour';
import type { Shown } from '../../format/units';
import { labelsText, type Labels } from '../../frames/labels';
import { Figure } from '../../parts/Figure';
import { besides } from './besides';

export interface LegendEntry {
  readonly key: string;
  readonly field: string;
  readonly isNamed: boolean;
  readonly labels: Labels;
  readonly shown: boolean;
  readonly value: Shown;
}

interface LegendProps {
  readonly channel: string;
  readonly entries: readonly LegendEntry[];
  readonly onToggle: (key: string) => void;
  readonly onOnly: (key: string) => void;
}

/** Which line is which, with its last value or the one under the cross-line. */
export function Legend({ channel, entries, onToggle, onOnly }: LegendProps) {
  const styles = stylesOf(channel);
  const labels = besides(entries);
  return (
    <ul className="legend" aria-label="Series" tabIndex={0}>
      {entries.map((entry, i) => {
        const style = styles.of(entry.key);
        return (
          <li key={entry.key} className={entry.shown ? '' : 'is-off'}>
            <button
              type="button"
              className="legend-name"
              aria-pressed={entry.shown}
              title={`${entry.field}  ${labelsText(entry.labels)}\nClick: ${entry.shown ? 'hide' : 'show'}`}
              onClick={() => onToggle(entry.key)}
              onDoubleClick={() => onOnly(entry.key)}
            >
              <svg width="18" height="8" aria-hidden="true">
                <line
                  x1="0"
                  y1="4"
                  x2="18"
                  y2="4"
                  stroke={`var(--series-${style.colour})`}
                  strokeWidth="2.5"
                  strokeDasharray={style.dash.map((part) => Math.max(1, part / 1.5)).join(' ')}
                />
              </svg>
              <span className="legend-field">{entry.field}</span>
              <span className="dim">{labels[i]}</span>
            </button>
            <button
              type="button"
              className="legend-only"
              onClick={() => onOnly(entry.key)}
              aria-label={`Only ${entry.field} ${labels[i]}`.trim()}
            >
              only
            </button>
            <Figure value={entry.value} />
          </li>
        );
      })}
    </ul>
  );
}
