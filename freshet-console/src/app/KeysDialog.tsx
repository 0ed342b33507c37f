import { useEffect, useRef } from 'react';
import { Icon } from '../parts/icons';

const KEYS: readonly (readonly [string, string])[] = [
  ['/', 'Find a channel; on Channels: filter the list'],
  ['?', 'This list'],
  ['Esc', 'Close what is open, empty the search'],
  ['g then o', 'Overview'],
  ['g then c', 'Channels'],
  ['g then s', 'Sources'],
  ['g then n', 'Connection'],
  ['p', 'On a channel: pause and go on'],
  ['1  2  3', 'On a channel: 1, 5 or 30 minutes'],
  ['z', 'On a channel: back from a zoom'],
];

export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="panel keys"
      aria-labelledby="keys-title"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="panel-head">
        <h2 id="keys-title">Keys</h2>
        <button type="button" className="button quiet icon-only" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <dl>
        {KEYS.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
