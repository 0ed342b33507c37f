import { useId, useMemo, useState } from 'react';
import type { Question } from '../../../api/query';
import type { DataSource } from '../../../api/sources';
import type { QueryForm } from './forms';
import { missingIn } from './forms';
import { LiveStep } from './LiveStep';
import { readMembers } from './membersText';
import { QueryStep, type Fault } from './QueryStep';
import { TryStep } from './TryStep';
import { useAsked } from './useAsked';
import { useDraft } from './useDraft';

interface MakeLiveProps {
  readonly source: DataSource;
  /** Null when queries of this type are written as JSON. */
  readonly form: QueryForm | null;
}

/** From a query to a channel in three steps: write it, try it, make it live. */
export function MakeLive({ source, form }: MakeLiveProps) {
  const id = useId();
  const [draft, change] = useDraft(source, form);
  const [fault, setFault] = useState<Fault | null>(null);
  const tried = useAsked(false);
  const live = useAsked(true);
  const read = useMemo(() => (draft.json === null ? { members: draft.members } : readMembers(draft.json)), [draft]);
  const members = 'members' in read ? read.members : draft.members;
  const question: Question = {
    uid: source.uid,
    members,
    intervalMillis: draft.intervalMillis,
    rangeMillis: draft.rangeMillis,
  };

  /** Asks when the query can be asked; else shows what is missing and goes there. */
  const askWith = (ask: (question: Question) => void): void => {
    const missing = draft.json === null && form ? missingIn(form, members) : undefined;
    const found: Fault | null =
      'problem' in read
        ? { field: 'json', say: read.problem }
        : missing
          ? { field: missing.id, say: missing.needed }
          : null;
    setFault(found);
    if (found) document.getElementById(`${id}-${found.field}`)?.focus();
    else ask(question);
  };

  return (
    <section className="card make-live" id="make-live" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Make it live</h2>
      <ol className="guide">
        <QueryStep
          id={id}
          source={source}
          form={form}
          draft={draft}
          members={members}
          fault={fault}
          onChange={(next) => {
            setFault(null);
            change(next);
          }}
          onSubmit={() => askWith(tried.ask)}
        />
        <TryStep id={id} source={source} calls={form?.calls === true} question={question} tried={tried} />
        <LiveStep
          id={id}
          source={source}
          calls={form?.calls === true}
          question={question}
          live={live}
          onAsk={() => askWith(live.ask)}
        />
      </ol>
    </section>
  );
}
