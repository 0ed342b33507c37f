import { useEffect, useRef, useState } from 'react';
import { connection } from '../live/connection';
import { Icon } from '../parts/icons';
import { useStore } from '../store';
import { ConnectionEvents, ConnectionFacts } from './ConnectionFacts';
import { lightOf } from './light';
import { routeHref } from './route';
import { useTick } from './ticks';

/** Always in sight: whether the page is live. Pressing it tells the rest. */
export function ConnectionLight() {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const state = useStore(connection.state);
  useTick(500, state.phase === 'waiting');
  const light = lightOf(state, Date.now());
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div className="light-place">
      <button
        ref={button}
        type="button"
        className={`light tone-${light.tone}`}
        aria-expanded={open}
        aria-haspopup="dialog"
        title={light.text}
        onClick={() => setOpen(!open)}
      >
        <span className="lamp" aria-hidden="true" />
        <span className="light-text" role="status" aria-label={`Connection: ${light.text.replace(/ · .*/, '')}`}>
          {light.text}
        </span>
      </button>
      {open && <ConnectionPanel onClose={close} />}
    </div>
  );
}

function ConnectionPanel({ onClose }: { readonly onClose: () => void }) {
  const panel = useRef<HTMLDivElement>(null);
  const state = useStore(connection.state);
  useTick(1000);
  useEffect(() => panel.current?.focus(), []);
  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      if (!panel.current?.parentElement?.contains(event.target as Node)) onClose();
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [onClose]);
  return (
    <div
      className="panel connection-panel"
      role="dialog"
      aria-label="Connection"
      ref={panel}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="panel-head">
        <h2>Connection</h2>
        <button type="button" className="button quiet icon-only" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <ConnectionFacts state={state} />
      <h3>Last events</h3>
      <ConnectionEvents state={state} />
      <p>
        <a href={routeHref('connection')} onClick={onClose}>
          All about this connection
        </a>
      </p>
    </div>
  );
}
