import type { ChannelEntry } from '../../api/channels';
import type { ChannelInfo } from '../../api/info';
import { serverUrl, socketUrl } from '../../base';
import { count, suffixOf } from '../../format/units';
import { fieldUnit, namesTellUnits } from '../../frames/fieldUnit';
import type { Schema } from '../../frames/frame';
import { connection } from '../../live/connection';
import { Pair } from '../../parts/Pair';
import { SnippetTabs } from '../../parts/SnippetTabs';
import { channelSnippets } from '../../parts/snippets';
import { FieldTitle } from './FieldTitle';

interface SidePanelProps {
  readonly channel: string;
  readonly entry: ChannelEntry | undefined;
  readonly schema: Schema | null;
  readonly info: ChannelInfo | null;
}

/** What the channel is: schema, who may write, how long it is kept, and how to use it from elsewhere. */
export function SidePanel({ channel, entry, schema, info }: SidePanelProps) {
  const shown = schema ?? entry?.schema ?? null;
  const measurement = info?.measurement ?? entry?.measurement;
  return (
    <aside className="side-panel" aria-label="About this channel">
      <section aria-labelledby="schema-title">
        <h2 id="schema-title">Schema</h2>
        {shown ? (
          <SchemaList schema={shown} namesTell={namesTellUnits(channel)} />
        ) : (
          <p className="note">None: messages are not data frames, or none came yet.</p>
        )}
        {info?.conflicts.map((conflict) => (
          <p key={conflict.field} className="note tone-warn">
            {conflict.count.toLocaleString()} values of <code>{conflict.field}</code> became null: {conflict.reason}
          </p>
        ))}
      </section>
      <section aria-labelledby="details-title">
        <h2 id="details-title">Details</h2>
        {info?.why && !info.known && <p className="note">{info.why}</p>}
        {info?.slow && (
          <p className="note tone-warn">
            Subscribers that read too slowly: {info.slow.dropped.toLocaleString()} messages left out,{' '}
            {info.slow.closed.toLocaleString()} connections closed since the server started.
          </p>
        )}
        <dl className="pairs">
          <Pair name="Kind" value={entry?.kind} />
          <Pair name="Measurement" value={measurement} />
          <Pair
            name="Subscribers"
            value={entry?.subscribers === undefined ? undefined : count(entry.subscribers).text}
          />
          <Pair name="Publishers" value={info?.publishers ?? publishersOf(channel, entry?.kind)} />
          <Pair
            name="You may publish"
            value={info ? (info.publish.allowed ? 'yes' : 'no') : undefined}
            title={info && !info.publish.allowed ? info.publish.problem.message : undefined}
          />
          <Pair name="Retention" value={info?.retention} />
        </dl>
      </section>
      <section aria-labelledby="use-title">
        <h2 id="use-title">Use it elsewhere</h2>
        <SnippetTabs
          key={channel}
          label="Snippets for this channel"
          snippets={channelSnippets({
            server: serverUrl().href,
            socket: socketUrl(),
            channel,
            wireChannel: connection.wireName(channel),
            carriesFrames: shown !== null,
            measurement,
          })}
        />
      </section>
    </aside>
  );
}

/** Where the messages of a channel come from, by its scope and kind. */
function publishersOf(channel: string, kind: string | undefined): string | undefined {
  const [scope, namespace] = channel.split('/');
  if (kind === 'events') return 'whoever may publish';
  if (scope === 'stream') return `pushes to api/live/push/${namespace}`;
  if (scope === 'plugin') return `plugin ${namespace}`;
  if (scope === 'ds') return `data source ${namespace}`;
  return scope === 'grafana' || scope === 'watch' ? 'the server' : undefined;
}

function SchemaList({ schema, namesTell }: { readonly schema: Schema; readonly namesTell: boolean }) {
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
                <FieldTitle field={field} place={i} />
              </td>
              <td className="dim">
                {field.type}
                {field.nullable && <span title="may be null">?</span>}
              </td>
              <td className="dim">{field.kind === 'number' ? suffixOf(fieldUnit(field, namesTell)) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
