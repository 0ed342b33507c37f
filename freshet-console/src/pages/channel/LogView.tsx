import { useTick } from '../../app/ticks';
import { clock, fullTime } from '../../format/time';
import type { Field, Schema } from '../../frames/frame';
import type { History, RowRef } from '../../frames/history';
import { useFrozen } from './useFrozen';

const EVERY_MILLIS = 333;
const TEXT_FIELD = /^(line|message|msg|body|log|text)$/i;
export const LEVEL_FIELD = /^(level|severity|lvl|detected_level)$/i;

/** The field that holds lines of a log, if this channel carries one. */
export function logField(schema: Schema | null): Field | undefined {
  const texts =
    schema?.fields.filter((field, i) => field.kind === 'string' && !(schema.mode === 'labels' && i === 0)) ?? [];
  return texts.find((field) => TEXT_FIELD.test(field.name)) ?? (schema?.logs ? texts[0] : undefined);
}

/** Lines of text as they came, newest on top. */
export function LogView({ history, paused }: { readonly history: History; readonly paused: boolean }) {
  useTick(EVERY_MILLIS, !paused);
  const rows = useFrozen(paused, () => history.recentRows.slice(-200)).toReversed();
  return (
    <ol className="log" aria-label="Log, newest first" tabIndex={0}>
      {rows.map((row) => (
        <LogLine key={row.number} row={row} />
      ))}
    </ol>
  );
}

function LogLine({ row }: { readonly row: RowRef }) {
  const value = (field: Field | undefined): unknown =>
    field ? row.columns[row.schema.fields.indexOf(field)]?.[row.row] : undefined;
  const time = value(row.schema.fields.find((field) => field.kind === 'time'));
  const level = value(row.schema.fields.find((field) => LEVEL_FIELD.test(field.name)));
  return (
    <li>
      {typeof time === 'number' && <time title={fullTime(time)}>{clock(time, true)}</time>}
      {typeof level === 'string' && <span className={`level level-${level.toLowerCase().slice(0, 4)}`}>{level}</span>}
      <span className="log-text">{String(value(logField(row.schema)) ?? '')}</span>
    </li>
  );
}
