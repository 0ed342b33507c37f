import type { QueryField } from './field';

interface InputProps {
  readonly id: string;
  readonly field: Pick<QueryField, 'kind' | 'label' | 'placeholder' | 'note' | 'choices'>;
  readonly value: string;
  /** What is wrong with the value and what to do; empty when nothing is. */
  readonly fault: string;
  readonly onChange: (value: string) => void;
}

const LEAST_LINES = 2;
const MOST_LINES = 12;

/** A labelled input with what is to be known of it, or what is wrong with it. */
export function Input({ id, field, value, fault, onChange }: InputProps) {
  const says = fault || field.note;
  const common = {
    id,
    value,
    'aria-describedby': says ? `${id}-note` : undefined,
    'aria-invalid': fault !== '',
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  const written = {
    ...common,
    placeholder: field.placeholder,
    autoComplete: 'off',
    autoCapitalize: 'none',
    spellCheck: false,
  };
  const shown = value || field.placeholder;
  const rows = Math.min(MOST_LINES, Math.max(LEAST_LINES, shown.split('\n').length));
  return (
    <div className={`query-field query-${field.kind}`}>
      <label htmlFor={id}>{field.label}</label>
      {field.kind === 'choice' ? (
        <select {...common}>
          {field.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : field.kind === 'lines' ? (
        <textarea {...written} rows={rows} />
      ) : (
        <input {...written} />
      )}
      {says && (
        <p id={`${id}-note`} className={fault ? 'tone-bad' : 'note'} role={fault ? 'alert' : undefined}>
          {says}
        </p>
      )}
    </div>
  );
}
