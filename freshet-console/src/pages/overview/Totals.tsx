import { useEffect, useState } from 'react';
import { channelList } from '../../api/channels';
import { serverFigures, type ServerFigures } from '../../api/figures';
import { count, show, type Shown } from '../../format/units';
import { Figure } from '../../parts/Figure';
import { useStore } from '../../store';

const EVERY_MILLIS = 5000;
const UNKNOWN: Shown = { text: '–', exact: 'This server does not tell; its /metrics would.' };

/** Channels, clients, messages out and pushes in: is the server alive, and how busy. */
export function Totals() {
  const list = useStore(channelList);
  const figures = useFigures();
  const pushes = list.entries.reduce((sum, entry) => sum + (entry.kind === 'source' ? 0 : entry.perMinute), 0) / 60;
  const deliveries = list.entries.reduce((sum, entry) => sum + entry.perMinute * (entry.subscribers ?? 0), 0) / 60;
  const clients = list.clients ?? figures.clients;
  const out = figures.sentPerSecond ?? deliveries;
  const ready = list.state === 'ready';
  return (
    <dl className="totals">
      <Total name="channels" value={ready ? count(list.entries.length) : null} />
      <Total name="clients" value={ready ? (clients === undefined ? UNKNOWN : count(clients)) : null} />
      <Total
        name="messages out"
        value={
          ready ? { text: `${show(out).text}/s`, exact: `${out.toFixed(2)} messages per second to clients` } : null
        }
      />
      <Total
        name="pushes in"
        value={
          ready
            ? { text: `${show(pushes).text}/s`, exact: `${pushes.toFixed(2)} messages per second over the last minute` }
            : null
        }
      />
    </dl>
  );
}

function Total({ name, value }: { readonly name: string; readonly value: Shown | null }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value ? <Figure value={value} /> : <span className="skeleton">…</span>}</dd>
    </div>
  );
}

interface Rates extends ServerFigures {
  readonly sentPerSecond: number | undefined;
}

function useFigures(): Rates {
  const [rates, setRates] = useState<Rates>({ clients: undefined, sent: undefined, sentPerSecond: undefined });
  useEffect(() => {
    let before: { sent: number | undefined; at: number } | null = null;
    let stopped = false;
    const ask = async (): Promise<void> => {
      if (document.hidden) return;
      const figures = await serverFigures();
      if (stopped) return;
      const at = performance.now();
      const seconds = before ? (at - before.at) / 1000 : 0;
      const known =
        figures.sent !== undefined && before?.sent !== undefined && seconds > 1 && figures.sent >= before.sent;
      setRates({ ...figures, sentPerSecond: known ? (figures.sent! - before!.sent!) / seconds : undefined });
      before = { sent: figures.sent, at };
    };
    void ask();
    const timer = window.setInterval(() => void ask(), EVERY_MILLIS);
    return () => {
      stopped = true;
      window.clearInterval(timer);
    };
  }, []);
  return rates;
}
