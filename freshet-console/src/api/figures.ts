import { getText } from './http';

/** Figures of the whole server, read from its metrics; undefined where it does not tell. */
export interface ServerFigures {
  readonly clients: number | undefined;
  /** Messages sent to clients since the server started. */
  readonly sent: number | undefined;
}

let refused = false;

/** Asks for the metrics; a server that keeps them to itself is asked once only. */
export async function serverFigures(): Promise<ServerFigures> {
  if (refused) return { clients: undefined, sent: undefined };
  try {
    return readFigures(await getText('metrics'));
  } catch {
    refused = true;
    return { clients: undefined, sent: undefined };
  }
}

/** Sums samples over their labels, in the text format of Prometheus. */
export function readFigures(text: string): ServerFigures {
  return {
    clients: sum(text, 'grafana_live_node_num_clients'),
    sent: sum(text, 'grafana_live_transport_messages_sent'),
  };
}

function sum(text: string, name: string): number | undefined {
  let total: number | undefined;
  for (const line of text.split('\n')) {
    if (!line.startsWith(name) || !/^(\{| )/.test(line.slice(name.length))) continue;
    const value = Number(
      line
        .slice(line.lastIndexOf('}') + 1 || name.length)
        .trim()
        .split(/\s+/)[0],
    );
    if (Number.isFinite(value)) total = (total ?? 0) + value;
  }
  return total;
}
