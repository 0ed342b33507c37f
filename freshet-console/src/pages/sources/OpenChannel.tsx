import { useId, useState, type FormEvent } from 'react';
import { channelHref, go } from '../../app/route';
import { channelOfSource } from './channelOfSource';

interface OpenChannelProps {
  readonly uid: string;
  /** Served by the server itself; null while nobody knows. */
  readonly isBuiltIn: boolean | null;
}

/** Goes to a channel of a data source by its path: that is how a stream begins. */
export function OpenChannel({ uid, isBuiltIn }: OpenChannelProps) {
  const id = useId();
  const [path, setPath] = useState('');
  const [missing, setMissing] = useState(false);
  const open = (event: FormEvent): void => {
    event.preventDefault();
    const channel = channelOfSource(uid, path);
    setMissing(channel === '');
    if (channel === '') document.getElementById(id)?.focus();
    else go(channelHref(channel));
  };
  return (
    <form className="card open-channel" onSubmit={open}>
      <label htmlFor={id}>
        <h2>Open a channel</h2>
      </label>
      <div className="send">
        <span className="open-prefix" id={`${id}-prefix`}>
          ds/{uid}/
        </span>
        <input
          id={id}
          aria-describedby={`${id}-prefix ${id}-note`}
          aria-invalid={missing}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          placeholder="path"
          value={path}
          onChange={(event) => {
            setPath(event.target.value);
            setMissing(false);
          }}
        />
        <button type="submit" className="button">
          Open
        </button>
      </div>
      <p className={missing ? 'tone-bad' : 'note'} id={`${id}-note`} role={missing ? 'alert' : undefined}>
        {missing
          ? `Type what comes after ds/${uid}/, for example cpu or plant/1/temperature.`
          : isBuiltIn
            ? 'The name of one of its streams, or the path of a query that was made live.'
            : 'Which paths there are is for its plugin to say: a topic, a table, the name of a query.'}
      </p>
    </form>
  );
}
