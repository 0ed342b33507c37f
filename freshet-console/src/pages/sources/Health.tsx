import type { HealthState } from '../../api/health';
import type { Problem } from '../../api/problem';
import { fullTime } from '../../format/time';
import { Icon, type IconName } from '../../parts/icons';

const WORDS: Readonly<Record<'ok' | 'error' | 'unknown', readonly [string, IconName, string]>> = {
  ok: ['tone-good', 'check', 'OK'],
  error: ['tone-bad', 'warn', 'Error'],
  unknown: ['dim', 'unknown', 'Unknown'],
};

/** Whether a data source works, in one word. */
export function HealthWord({ state }: { readonly state: HealthState }) {
  if (!state.health) return <span className="health dim">{state.asking ? 'asking' : 'not asked'}</span>;
  const [tone, icon, word] = WORDS[state.health.is];
  return (
    <span className={`health ${tone}`} title={`Asked ${fullTime(state.at)}`}>
      <Icon name={icon} size={16} /> {word}
    </span>
  );
}

/** Why it does not work, in the words of whoever knows, and the page about it. */
export function HealthReason({ problem }: { readonly problem: Problem }) {
  return (
    <p className="health-reason">
      {problem.message}
      {problem.hint && ` ${problem.hint}`}
      {problem.messageId && (
        <>
          {' '}
          <a href={`#/help/${problem.messageId}`}>Why this happens and what to do</a>
        </>
      )}
    </p>
  );
}

interface CheckAgainProps {
  readonly state: HealthState;
  readonly name: string;
  readonly onCheck: () => void;
  /** In a row of a list, where narrow screens have room for the icon only. */
  readonly inRow?: boolean;
}

/** Stays where it is and keeps the focus while the question is under way. */
export function CheckAgain({ state, name, onCheck, inRow = false }: CheckAgainProps) {
  return (
    <button
      type="button"
      className="button check-again"
      aria-disabled={state.asking}
      aria-label={state.asking ? `Checking ${name}` : `Check again: ${name}`}
      onClick={onCheck}
    >
      <Icon name="again" size={16} />
      <span className={inRow ? 'wide-only' : undefined}>{state.asking ? 'Checking' : 'Check again'}</span>
    </button>
  );
}
