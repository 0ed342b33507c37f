import { useEffect, useState } from 'react';
import type { DataSource } from '../../../api/sources';
import { draftOf, keepDraft, type Draft } from './drafts';
import type { QueryForm } from './forms';

const INTERVAL_MILLIS = 5000;
const RANGE_MILLIS = 900_000;

/** The query that is being written for a data source, as it was left. */
export function useDraft(
  source: DataSource,
  form: QueryForm | null,
): readonly [Draft, (change: Partial<Draft>) => void] {
  const [draft, setDraft] = useState<Draft>(
    () =>
      draftOf(source.uid) ?? {
        members: form?.start ?? {},
        json: form ? null : '',
        intervalMillis: INTERVAL_MILLIS,
        rangeMillis: RANGE_MILLIS,
      },
  );
  useEffect(() => keepDraft(source.uid, draft), [source.uid, draft]);
  return [draft, (change) => setDraft((before) => ({ ...before, ...change }))];
}
