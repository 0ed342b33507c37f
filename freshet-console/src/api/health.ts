import { isRecord } from '../frames/frame';
import { Store } from '../store';
import { getAnswer, type Answer } from './http';
import { problemFrom, problemOf, type Problem } from './problem';

/** What a data source answers when it is asked whether it works. */
export type Health =
  | { readonly is: 'ok'; readonly message: string; readonly details: string | undefined }
  | { readonly is: 'error'; readonly problem: Problem; readonly details: string | undefined }
  /** Nobody knows: it does not tell, or the question did not reach it. */
  | { readonly is: 'unknown'; readonly problem: Problem; readonly details: string | undefined };

/** The last answer, and whether the next one is under way. */
export interface HealthState {
  readonly health: Health | null;
  readonly asking: boolean;
  /** When the last answer came, in milliseconds since 1970. */
  readonly at: number;
}

const UNASKED: HealthState = { health: null, asking: false, at: -Infinity };
const AGAIN_MILLIS = 60_000;
const AT_ONCE = 2;
/** A plugin may take a minute to start and half a minute to answer before the server gives up. */
const TIMEOUT_MILLIS = 100_000;

export async function askHealth(uid: string): Promise<Health> {
  try {
    return readHealth(await getAnswer(`api/datasources/uid/${encodeURIComponent(uid)}/health`, TIMEOUT_MILLIS));
  } catch (error) {
    return { is: 'unknown', problem: problemFrom(error), details: undefined };
  }
}

/** The plugin's own answer has a `status`; a refusal of the server a message id; what has neither tells nothing. */
export function readHealth({ status, body }: Answer): Health {
  const json = isRecord(body) ? body : {};
  const details = detailsOf(json.details);
  const message = typeof json.message === 'string' ? json.message : '';
  if (json.status === 'OK') return { is: 'ok', message, details };
  if (json.status === 'ERROR' || json.status === 'UNKNOWN') {
    const said = message === '' ? 'It gave no reason' : message;
    const problem = { message: said, hint: undefined, messageId: undefined, code: 0 };
    return { is: json.status === 'ERROR' ? 'error' : 'unknown', problem, details };
  }
  const problem = problemOf(status, body);
  const isRefused = problem.messageId !== undefined && status !== 401 && status !== 403;
  return { is: isRefused ? 'error' : 'unknown', problem, details };
}

/** Asks data sources how they are, a few at once, and remembers what they said. */
export class HealthBoard {
  readonly states = new Store<ReadonlyMap<string, HealthState>>(new Map());
  private queue: string[] = [];
  private running = 0;
  private era = 0;

  constructor(
    private readonly ask: (uid: string) => Promise<Health>,
    private readonly now: () => number,
  ) {}

  of(uid: string): HealthState {
    return this.states.get().get(uid) ?? UNASKED;
  }

  /** Asks those that said nothing within the last minute. */
  keepFresh(uids: readonly string[]): void {
    for (const uid of uids) if (this.now() - this.of(uid).at >= AGAIN_MILLIS) this.again(uid);
  }

  /** Asks now; a question under way is not asked twice. */
  again(uid: string): void {
    if (this.of(uid).asking) return;
    this.set(uid, { ...this.of(uid), asking: true });
    this.queue.push(uid);
    this.next();
  }

  /** Forgets everything: what is told next is told to somebody else. */
  forget(): void {
    this.era++;
    this.queue = [];
    this.running = 0;
    this.states.set(new Map());
  }

  private next(): void {
    while (this.running < AT_ONCE && this.queue.length > 0) void this.answer(this.queue.shift()!);
  }

  private async answer(uid: string): Promise<void> {
    const era = this.era;
    this.running++;
    const health = await this.ask(uid);
    if (era !== this.era) return;
    this.running--;
    this.set(uid, { health, asking: false, at: this.now() });
    this.next();
  }

  private set(uid: string, state: HealthState): void {
    this.states.set(new Map(this.states.get()).set(uid, state));
  }
}

export const healthBoard = new HealthBoard(askHealth, Date.now);

function detailsOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (isRecord(value) && Object.keys(value).length === 0) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
