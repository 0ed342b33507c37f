import { isRecord } from '../frames/frame';

/** A refusal: what the server said, or what kept us from reaching it. */
export interface Problem {
  readonly message: string;
  readonly hint: string | undefined;
  /** For example `live.channel.no-path`; has a page of its own. */
  readonly messageId: string | undefined;
  /** HTTP status or the code on the socket; 0 when nothing answered. */
  readonly code: number;
}

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** Reads an HTTP error body; a proxy's HTML gets a sentence of our own. */
export function problemOf(status: number, body: unknown): Problem {
  const json = isRecord(body) ? body : {};
  return {
    message:
      text(json.message) ??
      `The server answered ${status}${status >= 502 && status <= 504 ? ': a proxy could not reach it' : ''}`,
    hint: text(json.hint),
    messageId: text(json.messageId),
    code: status,
  };
}

const ID_AT_END = /\s*[([]([a-z]+(?:\.[a-z0-9-]+)+)[)\]]\s*$/;

/** A refusal on the socket is a code and one sentence, which may end in its message id in brackets. */
export function socketProblem(code: number, sentence: string): Problem {
  const id = ID_AT_END.exec(sentence);
  return { message: id ? sentence.slice(0, id.index) : sentence, hint: undefined, messageId: id?.[1], code };
}

export function problemFrom(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  const reason = error instanceof Error ? error.message : String(error);
  return {
    message: 'The server does not answer',
    hint: `Check that it runs and that this page can reach it (${reason}).`,
    messageId: undefined,
    code: 0,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
