import { useEffect, useState } from 'react';
import { Icon, type IconName } from './icons';

/** Puts text on the clipboard and says so for a moment. */
export function CopyButton({
  text,
  label,
  icon = 'copy',
}: {
  readonly text: () => string;
  readonly label: string;
  readonly icon?: IconName;
}) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = window.setTimeout(() => setSaid(''), 1600);
    return () => window.clearTimeout(timer);
  }, [said]);
  const copy = (): void => {
    copyText(text()).then(
      () => setSaid('Copied'),
      () => setSaid('Not allowed here: select and copy'),
    );
  };
  return (
    <button type="button" className="button quiet" onClick={copy}>
      <Icon name={said === 'Copied' ? 'check' : icon} size={16} />
      <span aria-live="polite">{said || label}</span>
    </button>
  );
}

/** Browsers give a page the clipboard only over HTTPS or on this machine; elsewhere a selection does it. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('copy refused');
}
