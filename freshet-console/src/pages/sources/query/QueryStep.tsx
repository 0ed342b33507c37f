import type { KeyboardEvent } from 'react';
import type { Members } from '../../../api/query';
import type { DataSource } from '../../../api/sources';
import { exampleOf } from './examples';
import type { Draft } from './drafts';
import type { QueryForm } from './forms';
import { Input } from './Input';
import { membersText, readMembers } from './membersText';
import { Step } from './Step';

/** An input that keeps the query from being asked, and what to do about it. */
export interface Fault {
  readonly field: string;
  readonly say: string;
}

interface QueryStepProps {
  readonly id: string;
  readonly source: DataSource;
  readonly form: QueryForm | null;
  readonly draft: Draft;
  readonly members: Members;
  readonly fault: Fault | null;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly onSubmit: () => void;
}

const INTERVALS = [
  [1000, '1 s'],
  [2000, '2 s'],
  [5000, '5 s'],
  [10_000, '10 s'],
  [30_000, '30 s'],
  [60_000, '1 min'],
  [300_000, '5 min'],
] as const;
const RANGES = [
  [60_000, '1 min'],
  [300_000, '5 min'],
  [900_000, '15 min'],
  [3_600_000, '1 h'],
  [21_600_000, '6 h'],
  [86_400_000, '24 h'],
] as const;

/** The query: a form where the type has one, its JSON else or on demand. */
export function QueryStep({ id, source, form, draft, members, fault, onChange, onSubmit }: QueryStepProps) {
  const sayOf = (field: string): string => (fault?.field === field ? fault.say : '');
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSubmit();
    }
  };
  const takeExample = (): void => {
    const example = form?.example ?? exampleOf(source.type);
    onChange({ members: example, json: draft.json === null ? null : membersText(example) });
  };
  const toForm = (): void => {
    const read = readMembers(draft.json ?? '');
    onChange({ json: null, members: 'members' in read ? read.members : draft.members });
  };
  return (
    <Step
      number={1}
      title="The query"
      note={
        form?.calls
          ? `What ${source.name} tells by itself, and how much of the past is shown first.`
          : `What ${source.name} is asked, how often, and how much of the past is shown first.`
      }
      action={
        <button type="button" className="button quiet" onClick={takeExample}>
          Take the example
        </button>
      }
    >
      <form
        id={`${id}-form`}
        className="query-form"
        onKeyDown={onKey}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {form && (
          <div className="segments" role="group" aria-label="How to write the query">
            <button type="button" aria-pressed={draft.json === null} onClick={toForm}>
              Form
            </button>
            <button
              type="button"
              aria-pressed={draft.json !== null}
              onClick={() => onChange({ json: draft.json ?? membersText(members) })}
            >
              JSON
            </button>
          </div>
        )}
        <div className="query-fields">
          {draft.json === null && form ? (
            form.fields
              .filter((field) => field.isShown(members))
              .map((field) => (
                <Input
                  key={field.id}
                  id={`${id}-${field.id}`}
                  field={field}
                  value={field.get(members)}
                  fault={sayOf(field.id)}
                  onChange={(value) => onChange({ members: field.set(members, value) })}
                />
              ))
          ) : (
            <Input
              id={`${id}-json`}
              field={{
                kind: 'lines',
                label: 'Members of the query, as JSON',
                placeholder: membersText(form?.example ?? exampleOf(source.type)),
                note: 'As Grafana’s panel writes them, without refId and datasource.',
                choices: [],
              }}
              value={draft.json ?? ''}
              fault={sayOf('json')}
              onChange={(json) => onChange({ json })}
            />
          )}
        </div>
        <div className="query-fields">
          {!form?.calls && (
            <Input
              id={`${id}-interval-millis`}
              field={choiceOf('Asked every', INTERVALS)}
              value={String(draft.intervalMillis)}
              fault=""
              onChange={(value) => onChange({ intervalMillis: Number(value) })}
            />
          )}
          <Input
            id={`${id}-range-millis`}
            field={choiceOf('Shows the last', RANGES)}
            value={String(draft.rangeMillis)}
            fault=""
            onChange={(value) => onChange({ rangeMillis: Number(value) })}
          />
        </div>
      </form>
    </Step>
  );
}

function choiceOf(label: string, choices: readonly (readonly [number, string])[]) {
  return {
    kind: 'choice' as const,
    label,
    placeholder: '',
    note: '',
    choices: choices.map(([millis, text]) => ({ value: String(millis), label: text })),
  };
}
