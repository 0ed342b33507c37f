import { useEffect, useRef, useState } from 'react';
import { askQuery, type Question, type QueryReply } from '../../../api/query';

/** The last time a query was asked: under way, or what came of it. */
export interface Asked {
  readonly question: Question;
  /** Null while it is under way. */
  readonly reply: QueryReply | null;
  /** How long it took. */
  readonly millis: number;
  /** When it was answered, in milliseconds since 1970. */
  readonly at: number;
}

interface Asking {
  readonly asked: Asked | null;
  readonly ask: (question: Question) => void;
}

/** Asks on demand; of several questions only the last one's answer counts. */
export function useAsked(live: boolean): Asking {
  const [asked, setAsked] = useState<Asked | null>(null);
  const turn = useRef(0);
  useEffect(() => () => void turn.current++, []);
  const ask = (question: Question): void => {
    const mine = ++turn.current;
    const started = performance.now();
    setAsked({ question, reply: null, millis: 0, at: NaN });
    void askQuery(question, live).then((reply) => {
      if (mine !== turn.current) return;
      setAsked({ question, reply, millis: performance.now() - started, at: Date.now() });
    });
  };
  return { asked, ask };
}

/** Whether two questions have the same answer. */
export function sameQuestion(a: Question, b: Question): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
