import { distinguishing, type Labels } from '../../frames/labels';

interface Named {
  readonly field: string;
  readonly isNamed: boolean;
  readonly labels: Labels;
}

/**
 * What stands beside each name so that series can be told apart: the labels that differ. A series that its data source named
 * needs none, unless another has the same name.
 */
export function besides(all: readonly Named[]): readonly string[] {
  if (all.length < 2) return all.map(() => '');
  const nameOf = distinguishing(all.map((one) => one.labels));
  const uses = new Map<string, number>();
  for (const { field } of all) uses.set(field, (uses.get(field) ?? 0) + 1);
  return all.map((one) => (one.isNamed && uses.get(one.field) === 1 ? '' : nameOf(one.labels)));
}
