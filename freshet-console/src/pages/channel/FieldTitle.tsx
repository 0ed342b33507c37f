import { titleOf, type Field } from '../../frames/frame';
import { labelsText } from '../../frames/labels';

/** A field's name, with the labels that are not part of it. */
export function FieldTitle({ field, place }: { readonly field: Field; readonly place: number }) {
  const { name, labels } = titleOf(field);
  return (
    <>
      {name || `Field ${place}`}
      {labels && <span className="dim"> {labelsText(labels)}</span>}
    </>
  );
}
