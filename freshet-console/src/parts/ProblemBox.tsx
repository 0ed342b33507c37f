import type { ReactNode } from 'react';
import type { Problem } from '../api/problem';
import { Icon } from './icons';

interface ProblemBoxProps {
  readonly title?: string;
  readonly problem: Problem;
  readonly children?: ReactNode;
}

/** A refusal in the server's own words: what happened, what to do, its code, and the page about it. */
export function ProblemBox({ title, problem, children }: ProblemBoxProps) {
  return (
    <div className="problem" role="alert">
      <Icon name="warn" />
      <div className="problem-text">
        {title && <strong>{title}</strong>}
        <p className="problem-sentence">{problem.message}</p>
        {problem.hint && <p>{problem.hint}</p>}
        <p className="problem-codes">
          {problem.code > 0 && <span>code {problem.code}</span>}
          {problem.messageId && (
            <>
              <code>{problem.messageId}</code>
              <a href={`#/help/${problem.messageId}`}>Why this happens and what to do</a>
            </>
          )}
        </p>
        {children && <div className="problem-actions">{children}</div>}
      </div>
    </div>
  );
}
