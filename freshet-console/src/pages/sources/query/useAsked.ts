import { useEffect, useRef, useState } from 'react';
import { askQuery, type Question, type QueryReply } from '../../../api/query';

/** A query, and what came of it. */
export interface Asked {
  readonly question: Question;
  readonly reply: QueryReply;
  /** How long it took. */
  readonly millis: number;
  /** When it was answered, in milliseconds since 1970. */
  readonly at: number;
}

export interface Asking {
  /** The last answer, which stays in sight while the next one is under way; null before the first. */
  readonly asked: Asked | null;
  readonly isAsking: boolean;
  readonly ask: (question: Question) => void;
}

/** Asks on demand; of several questions only the last one's answer counts. */
export function useAsked(live: boolean): Asking {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isAsking, setAsking] = useState(false);
  const turn = useRef(0);
  useEffect(() => () => void turn.current++, []);
  const ask = (question: Question): void => {
    const mine = ++turn.current;
    const started = performance.now();
    setAsking(true);
    void askQuery(question, live).then((reply) => {
      if (mine !== turn.current) return;
      setAsking(false);
      setAsked({ question, reply, millis: performance.now() - started, at: Date.now() });
    });
  };
  return { asked, isAsking, ask };
}

/** Whether two questions have the same answer. */
export function sameQuestion(a: Question, b: Question): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
