import { useTick } from '../../app/ticks';
import { clock, fullTime } from '../../format/time';
import { show } from '../../format/units';
import { fieldUnit } from '../../frames/fieldUnit';
import type { Field } from '../../frames/frame';
import type { History, RowRef } from '../../frames/history';
import { FieldTitle } from './FieldTitle';
import { useFrozen } from './useFrozen';

const SHOWN = 60;
const EVERY_MILLIS = 333;

/** The last rows, newest on top. */
export function RowsTable({ history, paused }: { readonly history: History; readonly paused: boolean }) {
  useTick(EVERY_MILLIS, !paused);
  const rows = useFrozen(paused, () => history.recentRows.slice(-SHOWN));
  const last = rows.at(-1);
  if (!last) return <p className="note">No rows yet.</p>;
  const { fields } = last.schema;
  const same = rows.filter((row) => row.schema.fields.length === fields.length).reverse();
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label="Last rows">
      <table>
        <thead>
          <tr>
            {fields.map((field, i) => (
              <th
                key={i}
                scope="col"
                className={field.kind === 'number' ? 'number' : ''}
                title={`${field.type}${field.nullable ? ', may be null' : ''}`}
              >
                <FieldTitle field={field} place={i} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {same.map((row) => (
            <tr key={row.number}>
              {fields.map((field, i) => (
                <Cell
                  key={i}
                  field={field}
                  unit={fieldUnit(field, history.namesTellUnits)}
                  value={row.columns[i]?.[row.row]}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  readonly field: Field;
  readonly unit: string;
  readonly value: RowRef['columns'][number][number];
}

function Cell({ field, unit, value }: CellProps) {
  if (value === null || value === undefined)
    return <td className={field.kind === 'number' ? 'number dim' : 'dim'}>–</td>;
  if (field.kind === 'time' && typeof value === 'number') return <td title={fullTime(value)}>{clock(value, true)}</td>;
  if (field.kind === 'number' && typeof value === 'number') {
    const shown = show(value, unit);
    return (
      <td className="number" title={shown.exact}>
        {shown.text}
      </td>
    );
  }
  if (field.kind === 'enum' && typeof value === 'number') return <td>{field.enumText?.[value] ?? value}</td>;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return (
    <td className="text" title={text}>
      {text}
    </td>
  );
}
