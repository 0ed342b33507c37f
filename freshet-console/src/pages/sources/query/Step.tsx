import type { ReactNode } from 'react';

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly note: ReactNode;
  /** What it is done with; at the end of the title's line. */
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}

/** One step of the guide. */
export function Step({ number, title, note, action, children }: StepProps) {
  return (
    <li className="step">
      <div className="step-head">
        <span className="step-number" aria-hidden="true">
          {number}
        </span>
        <div className="step-words">
          <h3>{title}</h3>
          <p className="note">{note}</p>
        </div>
        {action}
      </div>
      {children && <div className="step-body">{children}</div>}
    </li>
  );
}
