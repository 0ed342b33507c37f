import type { Shown } from '../format/units';

/** A number with its unit; the exact value stands in the tooltip. */
export function Figure({ value }: { readonly value: Shown }) {
  return (
    <span className="figure" title={value.exact}>
      {value.text}
    </span>
  );
}
