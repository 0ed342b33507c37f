import type { Labels } from './labels';

/** What a column holds; `time` is milliseconds since 1970 with a fraction when the server sent nanoseconds. */
export type FieldKind = 'time' | 'number' | 'string' | 'boolean' | 'enum' | 'other';

export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  /** The exact type on the server, for example `float64` or `time.Time`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly labels: Labels | undefined;
  readonly unit: string | undefined;
  readonly displayName: string | undefined;
  /** What the data source calls this very series, labels included. */
  readonly seriesName: string | undefined;
  readonly enumText: readonly string[] | undefined;
}

export interface Schema {
  readonly name: string;
  readonly fields: readonly Field[];
  /** `labels` when rows carry their labels as text in the first column, `wide` when fields carry them. */
  readonly mode: 'labels' | 'wide';
  readonly logs: boolean;
}

export type Column = readonly unknown[];

/** What one message turned out to be. */
export type Decoded =
  | {
      readonly is: 'rows';
      readonly schema: Schema;
      readonly columns: readonly Column[];
      readonly rows: number;
      readonly newSchema: boolean;
    }
  | { readonly is: 'nothing'; readonly schema: Schema | null }
  | { readonly is: 'event'; readonly value: unknown }
  | { readonly is: 'mismatch'; readonly reason: string };

/**
 * Turns the messages of one channel into rows. It remembers the schema, because only the first message and those after a
 * change carry it.
 */
export class FrameReader {
  private current: Schema | null = null;

  get schema(): Schema | null {
    return this.current;
  }

  read(message: unknown): Decoded {
    if (!isRecord(message)) return { is: 'event', value: message };
    const schema = isRecord(message.schema) && Array.isArray(message.schema.fields) ? readSchema(message.schema) : null;
    const data = isRecord(message.data) ? message.data : null;
    if (!schema && !(data && Array.isArray(data.values))) return { is: 'event', value: message };
    if (schema) this.current = schema;
    if (!data || !Array.isArray(data.values) || data.values.length === 0)
      return { is: 'nothing', schema: this.current };
    this.current ??= guessSchema(data.values);
    return this.rows(this.current, data, schema !== null);
  }

  private rows(schema: Schema, data: Record<string, unknown>, newSchema: boolean): Decoded {
    const values = data.values as unknown[];
    if (values.length !== schema.fields.length) {
      return {
        is: 'mismatch',
        reason: `The message has ${values.length} columns, the schema ${schema.fields.length} fields`,
      };
    }
    const columns: Column[] = [];
    for (let i = 0; i < values.length; i++) {
      if (!Array.isArray(values[i])) return { is: 'mismatch', reason: `Column ${i + 1} is no array` };
      columns.push(restored(values[i] as unknown[], slot(data.entities, i), slot(data.nanos, i)));
    }
    const rows = columns[0]?.length ?? 0;
    const odd = columns.findIndex((column) => column.length !== rows);
    if (odd > 0)
      return { is: 'mismatch', reason: `Column ${odd + 1} has ${columns[odd]!.length} values, the first ${rows}` };
    if (rows === 0) return { is: 'nothing', schema };
    return { is: 'rows', schema, columns, rows, newSchema };
  }
}

/** Reads a schema as it stands in a frame or in the channel list; unknown members are ignored. */
export function readSchema(json: Record<string, unknown>): Schema {
  const list = Array.isArray(json.fields) ? json.fields : [];
  const fields = list.filter(isRecord).map(readField);
  const labelled =
    /^labels$/i.test(fields[0]?.name ?? '') && fields[0]?.kind === 'string' && fields[1]?.kind === 'time';
  const meta = isRecord(json.meta) ? json.meta : {};
  return {
    name: text(json.name) ?? '',
    fields,
    mode: labelled ? 'labels' : 'wide',
    logs: meta.preferredVisualisationType === 'logs' || /^log/.test(text(meta.type) ?? ''),
  };
}

function readField(json: Record<string, unknown>): Field {
  const info = isRecord(json.typeInfo) ? json.typeInfo : {};
  const config = isRecord(json.config) ? json.config : {};
  const type = text(info.frame) ?? text(json.type) ?? 'other';
  return {
    name: text(json.name) ?? '',
    kind: kindOf(text(json.type) ?? type),
    type,
    nullable: info.nullable === true,
    labels: isRecord(json.labels) ? (json.labels as Labels) : undefined,
    unit: text(config.unit),
    displayName: text(config.displayName),
    seriesName: text(config.displayNameFromDS),
    enumText: enumText(config),
  };
}

function kindOf(type: string): FieldKind {
  switch (type) {
    case 'time':
    case 'number':
    case 'string':
    case 'boolean':
    case 'enum':
      return type;
    default:
      return 'other';
  }
}

function enumText(config: Record<string, unknown>): readonly string[] | undefined {
  const type = isRecord(config.type) ? config.type : {};
  const values = isRecord(type.enum) ? type.enum.text : undefined;
  return Array.isArray(values) ? values.map(String) : undefined;
}

const EARLIEST_PLAUSIBLE_TIME = 1_600_016_688_632;

/** Data without any schema: `Field 0..n`, the first column of large numbers is the time. */
function guessSchema(values: readonly unknown[]): Schema {
  let timeSeen = false;
  const fields = values.map((column, i): Field => {
    const sample = Array.isArray(column) ? column.find((v) => v !== null) : undefined;
    let kind: FieldKind = 'other';
    if (typeof sample === 'number') kind = !timeSeen && sample > EARLIEST_PLAUSIBLE_TIME ? 'time' : 'number';
    else if (typeof sample === 'string') kind = 'string';
    else if (typeof sample === 'boolean') kind = 'boolean';
    timeSeen ||= kind === 'time';
    const name = kind === 'time' ? 'Time' : `Field ${i}`;
    return {
      name,
      kind,
      type: kind,
      nullable: true,
      labels: undefined,
      unit: undefined,
      displayName: undefined,
      seriesName: undefined,
      enumText: undefined,
    };
  });
  return { name: '', fields, mode: 'wide', logs: false };
}

/** What a field is called, and the labels that are not part of that already. */
export function titleOf(field: Field): { readonly name: string; readonly labels: Labels | undefined } {
  if (field.displayName !== undefined) return { name: field.displayName, labels: field.labels };
  if (field.seriesName !== undefined) return { name: field.seriesName, labels: undefined };
  return { name: plainName(field), labels: field.labels };
}

/** A field's name without the labels that some answers put behind it to make it unique, and others do not. */
export function plainName(field: Field): string {
  return (field.labels && metricOf(field.name)) || field.name;
}

/** `up{job="a"}` is of the metric `up`. */
export function metricOf(name: string): string {
  return /^([^{]*?)\s*\{.*\}$/s.exec(name)?.[1] ?? name;
}

/** JSON has no NaN and no nanoseconds: puts both back where the frame lists them. */
function restored(values: unknown[], entities: unknown, nanos: unknown): Column {
  if (!isRecord(entities) && !Array.isArray(nanos)) return values;
  const copy = values.slice();
  if (isRecord(entities)) {
    put(copy, entities.NaN, NaN);
    put(copy, entities.Inf, Infinity);
    put(copy, entities.NegInf, -Infinity);
  }
  if (Array.isArray(nanos)) {
    for (let i = 0; i < copy.length; i++) {
      const rest: unknown = nanos[i];
      if (typeof copy[i] === 'number' && typeof rest === 'number') copy[i] = (copy[i] as number) + rest / 1e6;
    }
  }
  return copy;
}

function put(column: unknown[], rows: unknown, value: number): void {
  if (!Array.isArray(rows)) return;
  for (const row of rows) if (typeof row === 'number' && row >= 0 && row < column.length) column[row] = value;
}

function slot(slots: unknown, i: number): unknown {
  return Array.isArray(slots) ? slots[i] : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
