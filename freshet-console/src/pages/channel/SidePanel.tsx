import { useEffect, useState } from 'react';
import { channelInfo, type ChannelEntry } from '../../api/channels';
import { serverUrl, socketUrl } from '../../base';
import { bytes, count, duration, suffixOf, unitOf } from '../../format/units';
import type { Schema } from '../../frames/frame';
import { isRecord } from '../../frames/frame';
import { labelsText } from '../../frames/labels';
import { connection } from '../../live/connection';
import { SnippetTabs } from '../../parts/SnippetTabs';
import { channelSnippets } from '../../parts/snippets';

interface SidePanelProps {
  readonly channel: string;
  readonly entry: ChannelEntry | undefined;
  readonly schema: Schema | null;
}

const EVERY_MILLIS = 5000;

/** What the channel is: schema, who writes, how long it is kept, and how to use it from elsewhere. */
export function SidePanel({ channel, entry, schema }: SidePanelProps) {
  const info = useInfo(channel);
  const shown = schema ?? entry?.schema ?? null;
  return (
    <aside className="side-panel" aria-label="About this channel">
      <section aria-labelledby="schema-title">
        <h2 id="schema-title">Schema</h2>
        {shown ? <SchemaList schema={shown} /> : <p className="note">None: messages are not data frames, or none came yet.</p>}
      </section>
      <section aria-labelledby="details-title">
        <h2 id="details-title">Details</h2>
        <dl className="pairs">
          {info?.known === false && <Pair name="Known" value="no: nothing was ever pushed to it" />}
          <Pair name="Kind" value={entry?.kind} />
          <Pair name="Subscribers" value={entry?.subscribers === undefined ? undefined : count(entry.subscribers).text} />
          {Object.entries(info ?? {}).flatMap(([key, value]) => (SHOWN_ELSEWHERE.has(key) ? [] : <Pair key={key} name={words(key)} value={inWords(key, value)} />))}
        </dl>
      </section>
      <section aria-labelledby="use-title">
        <h2 id="use-title">Use it elsewhere</h2>
        <SnippetTabs key={channel} label="Snippets for this channel" snippets={channelSnippets(serverUrl().href, socketUrl(), channel, connection.wireName(channel), shown !== null)} />
      </section>
    </aside>
  );
}

const SHOWN_ELSEWHERE = new Set(['channel', 'known', 'schema', 'data', 'kind', 'subscribers', 'minute_rate', 'fields', 'last_message_ms']);

function SchemaList({ schema }: { readonly schema: Schema }) {
  return (
    <div className="schema" tabIndex={0} role="region" aria-label="Fields">
      <table>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Type</th>
            <th scope="col">Unit</th>
          </tr>
        </thead>
        <tbody>
          {schema.fields.map((field, i) => (
            <tr key={i}>
              <td>
                {field.name || `Field ${i}`}
                {field.labels && <span className="dim"> {labelsText(field.labels)}</span>}
              </td>
              <td className="dim">
                {field.type}
                {field.nullable && <span title="may be null">?</span>}
              </td>
              <td className="dim">{field.kind === 'number' ? suffixOf(unitOf(field.name, field.unit)) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Pair({ name, value }: { readonly name: string; readonly value: string | undefined }) {
  if (value === undefined || value === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The details change slowly; a server that refuses them once is not asked again. */
function useInfo(channel: string): Record<string, unknown> | null {
  const [info, setInfo] = useState<Record<string, unknown> | null>(null);
  useEffect(() => {
    let timer = 0;
    let stopped = false;
    const ask = async (): Promise<void> => {
      try {
        if (!document.hidden) {
          const answer = await channelInfo(channel);
          if (!stopped) setInfo(answer);
        }
        if (!stopped) timer = window.setTimeout(() => void ask(), EVERY_MILLIS);
      } catch {
        // The refusal itself is shown where the subscription's is.
      }
    };
    void ask();
    return () => {
      stopped = true;
      window.clearTimeout(timer);
    };
  }, [channel]);
  return info;
}

function words(key: string): string {
  const text = key.replace(/_(ms|millis|seconds|bytes)$/, '').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/_/g, ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function inWords(key: string, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') {
    if (/_(ms|millis)$|Millis$/.test(key)) return duration(value);
    if (/_seconds$|Seconds$/.test(key)) return duration(value * 1000);
    if (/_bytes$|Bytes$/.test(key)) return bytes(value).text;
    return value.toLocaleString();
  }
  if (Array.isArray(value)) return value.map((one) => inWords('', one) ?? '').join(', ');
  if (isRecord(value)) {
    return Object.entries(value)
      .map(([name, one]) => `${words(name).toLowerCase()} ${inWords(name, one) ?? '–'}`)
      .join(', ');
  }
  return String(value);
}
