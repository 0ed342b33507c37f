import type { Members } from '../../../api/query';

/** A query somebody is at. */
export interface Draft {
  readonly members: Members;
  /** The query as JSON while it is written as that; null while it is written in the form. */
  readonly json: string | null;
  readonly intervalMillis: number;
  readonly rangeMillis: number;
}

const drafts = new Map<string, Draft>();

/** What was written for a data source, so that looking at another page loses nothing. */
export function draftOf(uid: string): Draft | undefined {
  return drafts.get(uid);
}

export function keepDraft(uid: string, draft: Draft): void {
  drafts.set(uid, draft);
}

/** Forgets everything: whoever is next is somebody else. */
export function forgetDrafts(): void {
  drafts.clear();
}
