import type { Members } from '../../../api/query';
import { isRecord } from '../../../frames/frame';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One input of a query's form: a view of some of its members. */
export interface QueryField {
  readonly id: string;
  readonly label: string;
  readonly kind: 'text' | 'lines' | 'choice';
  readonly choices: readonly Choice[];
  readonly placeholder: string;
  /** What is to be said when it is empty and must not be; empty when it may be. */
  readonly needed: string;
  readonly note: string;
  readonly get: (members: Members) => string;
  readonly set: (members: Members, value: string) => Members;
  readonly isShown: (members: Members) => boolean;
}

type Extra = Partial<Pick<QueryField, 'placeholder' | 'needed' | 'note' | 'isShown'>>;

/** A member with a text; emptied, it is left out. */
export function text(id: string, label: string, extra: Extra = {}): QueryField {
  return { ...base(id, label, extra), kind: 'text' };
}

/** The same for a text of several lines, such as a query. */
export function lines(id: string, label: string, extra: Extra = {}): QueryField {
  return { ...base(id, label, extra), kind: 'lines' };
}

/** A member with one of some values; the first is what a query without it means. */
export function choice(id: string, label: string, choices: readonly Choice[], extra: Extra = {}): QueryField {
  const first = choices[0]!.value;
  return {
    ...base(id, label, extra),
    kind: 'choice',
    choices,
    get: (members) => textOf(members[id]) || first,
    set: (members, value) => withMember(members, id, value === first ? '' : value),
  };
}

/** An input of one's own making. */
export function custom(
  field: Pick<QueryField, 'id' | 'label' | 'kind' | 'get' | 'set'> & Partial<QueryField>,
): QueryField {
  return { ...base(field.id, field.label, {}), ...field };
}

function base(id: string, label: string, extra: Extra): QueryField {
  return {
    id,
    label,
    kind: 'text',
    choices: [],
    placeholder: '',
    needed: '',
    note: '',
    isShown: () => true,
    get: (members) => textOf(members[id]),
    set: (members, value) => withMember(members, id, value),
    ...extra,
  };
}

/** The members with one changed; an empty text takes it away. */
export function withMember(members: Members, name: string, value: unknown): Members {
  if (value !== '') return { ...members, [name]: value };
  return Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

export function recordOf(value: unknown): Members {
  return isRecord(value) ? value : {};
}

export function listOf(value: unknown): readonly Members[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
