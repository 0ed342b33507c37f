import { countsUp } from '../format/units';
import { fieldUnit } from './fieldUnit';
import { FrameReader, isRecord, plainName, titleOf, type Column, type Decoded, type Field, type Schema } from './frame';
import { labelsText, parseLabels, type Labels } from './labels';
import { RowRing } from './ring';

/** One line of a plot or one state strip: a field of one label set. */
export interface Series {
  /** Field and label set as text: the same on every page and in every session. */
  readonly key: string;
  readonly field: string;
  /** True when `field` is what the data source calls this very series, so that labels tell nothing more. */
  readonly isNamed: boolean;
  readonly labels: Labels;
  readonly kind: 'number' | 'state';
  readonly unit: string;
  /** Counts up for ever, and is read as a rate. Whoever names series by a query says what is to be seen. */
  readonly isCounter: boolean;
  readonly ring: RowRing;
  readonly column: number;
  /** For `state`: what the numbers in the ring stand for. */
  readonly states: readonly string[];
}

export interface Limits {
  readonly retentionMillis: number;
  /** Doubles kept over all series of the channel. */
  readonly maxValues: number;
}

/** A row as it arrived; read lazily, because most rows are never shown. */
export interface RowRef {
  readonly schema: Schema;
  readonly columns: readonly Column[];
  readonly row: number;
  readonly number: number;
}

const MAX_SERIES = 400;
const MAX_STATES = 64;
const LOOK_EVERY_MILLIS = 1000;
const MAX_RECENT_ROWS = 200;

interface Group {
  readonly labels: Labels;
  readonly ring: RowRing;
  readonly series: Map<string, MutableSeries>;
}

type MutableSeries = Omit<Series, 'states'> & { states: string[] };

/** For each column of a schema the series it goes to. */
type Targets = readonly (MutableSeries | null)[];

/**
 * What a channel carried lately: rings of numbers per label set for plots, and the last rows for the table.
 *
 * Label sets are found in the first column (`labels` mode) or on the fields (`wide`). Memory is bounded: beyond 400 series
 * silent label sets make way for new ones, else those are left out; rings share `maxValues`.
 */
export class History {
  readonly reader = new FrameReader();
  /** Counts up with every change, so that a painter can tell whether there is something new. */
  version = 0;
  /** Counts up when a series was added. */
  shape = 0;
  /** True while there are more series than are kept. */
  crowded = false;
  rows = 0;
  /** Newest time of the last message with rows; NaN before the first. */
  newestTime = NaN;
  private readonly groups = new Map<string, Group>();
  private all: MutableSeries[] = [];
  private readonly recent: RowRef[] = [];
  private limits: Limits;
  private lookedAt = -Infinity;
  private bound: { schema: Schema; targets: Map<string, Targets> } | null = null;

  /** @param namesTellUnits whether names of fields tell units and counters */
  constructor(
    limits: Limits,
    readonly namesTellUnits = true,
  ) {
    this.limits = limits;
  }

  get series(): readonly Series[] {
    return this.all;
  }

  /** The last rows, oldest first. */
  get recentRows(): readonly RowRef[] {
    return this.recent;
  }

  get bytes(): number {
    let sum = 0;
    for (const group of this.groups.values()) sum += group.ring.bytes;
    return sum;
  }

  limit(limits: Limits): void {
    this.limits = limits;
    this.applyLimits();
  }

  /** Takes one message; what is no frame but a flat JSON object becomes a row at its time of arrival. */
  add(message: unknown, arrivedAt: number): Decoded {
    const decoded = this.reader.read(message);
    this.version++;
    if (decoded.is === 'rows') this.addRows(decoded.schema, decoded.columns, decoded.rows, arrivedAt);
    else if (decoded.is === 'event') this.addEvent(decoded.value, arrivedAt);
    return decoded;
  }

  /**
   * Takes what a subscription begins with. It holds everything from its first row on, so rows that are already there from
   * that time on make way: a second subscription draws nothing twice.
   */
  begin(message: unknown, arrivedAt: number): Decoded {
    const decoded = this.reader.read(message);
    this.version++;
    if (decoded.is === 'rows') {
      this.makeWay(decoded.schema, decoded.columns, decoded.rows);
      this.addRows(decoded.schema, decoded.columns, decoded.rows, arrivedAt);
    } else if (decoded.is === 'event') this.addEvent(decoded.value, arrivedAt);
    return decoded;
  }

  /** Marks that messages may be missing here, so that lines are not drawn across. */
  gap(): void {
    for (const group of this.groups.values()) {
      if (group.ring.length > 0) group.ring.appendGap();
    }
    this.version++;
  }

  /** Takes the mark back: nothing is missing there after all. */
  closeGap(): void {
    for (const group of this.groups.values()) group.ring.dropLastGap();
    this.version++;
  }

  private makeWay(schema: Schema, columns: readonly Column[], rows: number): void {
    const timeColumn = columns[schema.fields.findIndex((field) => field.kind === 'time')];
    if (!timeColumn) return;
    const first = new Map<string, number>();
    for (let row = 0; row < rows; row++) {
      const time = timeColumn[row];
      if (typeof time !== 'number') continue;
      const labels = labelsAt(schema, columns, row);
      if (!(first.get(labels)! <= time)) first.set(labels, time);
    }
    for (const [labels, time] of first) {
      const members = this.targets(schema, labels).filter((series) => series !== null);
      members[0]?.ring.forget(
        time,
        members.map((series) => series.column),
      );
    }
    const kept = this.recent.filter((row) => !(timeOf(row) >= first.get(labelsAt(row.schema, row.columns, row.row))!));
    this.recent.splice(0, this.recent.length, ...kept);
  }

  private addRows(schema: Schema, columns: readonly Column[], rows: number, arrivedAt: number): void {
    const timeColumn = columns[schema.fields.findIndex((field) => field.kind === 'time')];
    this.newestTime = NaN;
    for (let row = 0; row < rows; row++) {
      const time = timeColumn ? timeColumn[row] : arrivedAt;
      if (typeof time !== 'number') continue;
      if (!(time <= this.newestTime)) this.newestTime = time;
      this.write(this.targets(schema, labelsAt(schema, columns, row)), columns, row, time);
    }
    for (let row = Math.max(0, rows - MAX_RECENT_ROWS); row < rows; row++) {
      this.recent.push({ schema, columns, row, number: this.rows + row });
    }
    if (this.recent.length > 2 * MAX_RECENT_ROWS) this.recent.splice(0, this.recent.length - MAX_RECENT_ROWS);
    this.rows += rows;
  }

  private write(targets: Targets, columns: readonly Column[], row: number, time: number): void {
    let ring: RowRing | null = null;
    let slot = 0;
    for (let i = 0; i < targets.length; i++) {
      const series = targets[i];
      if (!series) continue;
      if (ring === null) {
        ring = series.ring;
        slot = ring.append(time);
      }
      const value = columns[i]![row];
      if (value === null || value === undefined) continue;
      if (typeof value === 'number') {
        ring.set(slot, series.column, value);
      } else if (series.kind === 'state') {
        ring.set(slot, series.column, stateIndex(series.states, stateText(value)));
      }
    }
  }

  /** The series each column goes to, remembered per label set as long as the schema stays. */
  private targets(schema: Schema, labels: string): Targets {
    if (this.bound?.schema !== schema) this.bound = { schema, targets: new Map() };
    const known = this.bound.targets.get(labels);
    if (known) return known;
    const group = this.group(labels);
    const targets = schema.fields.map((field, i) => (group ? this.seriesFor(group, field, i, schema) : null));
    if (group) this.bound.targets.set(labels, targets);
    return targets;
  }

  private group(labels: string): Group | null {
    const known = this.groups.get(labels);
    if (known) return known;
    if (this.isFull()) this.forgetExpired();
    if (this.isFull()) {
      this.crowded = true;
      return null;
    }
    const group = {
      labels: parseLabels(labels),
      ring: new RowRing(64, this.limits.retentionMillis),
      series: new Map<string, MutableSeries>(),
    };
    this.groups.set(labels, group);
    return group;
  }

  private isFull(): boolean {
    return this.all.length >= MAX_SERIES || this.groups.size >= MAX_SERIES;
  }

  /** Makes room by forgetting label sets of which nothing came for as long as rows are kept. */
  private forgetExpired(): void {
    if (Math.abs(this.newestTime - this.lookedAt) < LOOK_EVERY_MILLIS) return;
    this.lookedAt = this.newestTime;
    let forgotten = false;
    for (const [labels, { ring }] of this.groups) {
      if (ring.lastTime() >= this.newestTime - this.limits.retentionMillis) continue;
      this.groups.delete(labels);
      forgotten = true;
    }
    if (!forgotten) return;
    const kept = new Set([...this.groups.values()].map(({ ring }) => ring));
    this.all = this.all.filter(({ ring }) => kept.has(ring));
    this.bound?.targets.clear();
    this.crowded = false;
    this.shape++;
  }

  private seriesFor(group: Group, field: Field, index: number, schema: Schema): MutableSeries | null {
    if (field.kind === 'time' || field.kind === 'other' || (schema.mode === 'labels' && index === 0)) return null;
    const labels = field.labels ?? group.labels;
    const key = `${plainName(field)}{${labelsText(labels)}}`;
    const kind = field.kind === 'number' ? 'number' : 'state';
    const known = group.series.get(key);
    if (known) return known.kind === kind ? known : null;
    if (this.all.length >= MAX_SERIES) {
      this.crowded = true;
      return null;
    }
    const title = titleOf(field);
    const isNamed = field.displayName === undefined && field.seriesName !== undefined;
    const states = field.enumText ? [...field.enumText] : [];
    const series = {
      key,
      field: title.name,
      isNamed,
      labels,
      kind,
      unit: fieldUnit(field, this.namesTellUnits),
      isCounter: this.namesTellUnits && !isNamed && countsUp(title.name),
      ring: group.ring,
      column: group.ring.addColumn(),
      states,
    } as const;
    group.series.set(key, series);
    this.all.push(series);
    this.shape++;
    this.applyLimits();
    return series;
  }

  private applyLimits(): void {
    const perRow = Math.max(1, this.all.length + this.groups.size);
    const rows = Math.max(120, Math.min(65_536, Math.floor(this.limits.maxValues / perRow)));
    for (const group of this.groups.values()) group.ring.limit(rows, this.limits.retentionMillis);
  }

  private addEvent(value: unknown, arrivedAt: number): void {
    const schema = isRecord(value) ? this.eventSchema(value) : null;
    if (!schema) return;
    const columns = schema.fields.map((field) => [
      field.name === EVENT_TIME ? arrivedAt : (value as Record<string, unknown>)[field.name],
    ]);
    this.addRows(schema, columns, 1, arrivedAt);
  }

  private lastEventSchema: Schema | null = null;

  private eventSchema(value: Record<string, unknown>): Schema | null {
    const names = Object.keys(value).filter((name) => ['number', 'string', 'boolean'].includes(typeof value[name]));
    if (names.length === 0 || names.length > 50) return null;
    const last = this.lastEventSchema;
    const same =
      last?.fields.length === names.length + 1 &&
      names.every((n, i) => last.fields[i + 1]!.name === n && last.fields[i + 1]!.kind === typeof value[n]);
    if (same) return last;
    const field = (name: string, kind: string) => ({
      name,
      kind: kind as Field['kind'],
      type: kind,
      nullable: true,
      labels: undefined,
      unit: undefined,
      displayName: undefined,
      seriesName: undefined,
      enumText: undefined,
    });
    this.lastEventSchema = {
      name: '',
      mode: 'wide',
      logs: false,
      fields: [field(EVENT_TIME, 'time'), ...names.map((n) => field(n, typeof value[n]))],
    };
    return this.lastEventSchema;
  }
}

const EVENT_TIME = 'arrived';

/** Text of the labels of a row; empty where fields carry them. */
function labelsAt(schema: Schema, columns: readonly Column[], row: number): string {
  return schema.mode === 'labels' ? String(columns[0]![row] ?? '') : '';
}

function timeOf({ schema, columns, row }: RowRef): number {
  const time = columns[schema.fields.findIndex((field) => field.kind === 'time')]?.[row];
  return typeof time === 'number' ? time : NaN;
}

function stateText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function stateIndex(states: string[], value: string): number {
  const known = states.indexOf(value);
  if (known >= 0) return known;
  if (states.length >= MAX_STATES) return MAX_STATES - 1;
  states.push(states.length === MAX_STATES - 1 ? 'other' : value);
  return states.length - 1;
}
