import type { ReactNode } from 'react';

interface PairProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly title?: string | undefined;
}

/** A line of a `.pairs` list; none where there is nothing to tell. */
export function Pair({ name, value, title }: PairProps) {
  if (value === undefined || value === '') return null;
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
