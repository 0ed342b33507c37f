import { Icon } from './icons';

/** That a channel does not get what it should, and why. */
export function NotRunning({ why }: { readonly why: string }) {
  return (
    <p className="stream-why tone-warn" role="status">
      <Icon name="warn" size={16} /> <span>Does not run: {why}</span>
    </p>
  );
}
