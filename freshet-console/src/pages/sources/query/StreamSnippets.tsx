import { useId, useState } from 'react';
import { queryBody, type Question } from '../../../api/query';
import type { DataSource } from '../../../api/sources';
import { serverUrl, socketUrl } from '../../../base';
import { shortDuration } from '../../../format/durations';
import { connection } from '../../../live/connection';
import { SnippetTabs } from '../../../parts/SnippetTabs';
import { queryByCurl, subscribeByJavaScript, type Snippet } from '../../../parts/snippets';
import { briefly } from './membersText';
import { streamYaml, suggestedName, wrongName } from './streamYaml';

interface StreamSnippetsProps {
  readonly source: DataSource;
  readonly question: Question;
  readonly channel: string;
}

/** The query with a name for a provisioning file, and how to have its channel from elsewhere. */
export function StreamSnippets({ source, question, channel }: StreamSnippetsProps) {
  const id = useId();
  const taken = source.streams.map((stream) => stream.name);
  const [name, setName] = useState(() => suggestedName(briefly(question.members), taken));
  const wrong = wrongName(name, taken);
  return (
    <div className="stream-snippets">
      <div className="query-field query-text">
        <label htmlFor={id}>A name, to keep it</label>
        <input
          id={id}
          value={name}
          aria-invalid={wrong !== ''}
          aria-describedby={`${id}-note`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setName(event.target.value.trim())}
        />
        <p id={`${id}-note`} className={wrong ? 'tone-bad' : 'note'}>
          {wrong || (
            <>
              With the file below the channel <code>{`ds/${source.uid}/${name}`}</code> is there for everybody, without
              a query.
            </>
          )}
        </p>
      </div>
      <SnippetTabs label="Use this query elsewhere" snippets={snippets(source, question, channel, name)} />
    </div>
  );
}

function snippets(source: DataSource, question: Question, channel: string, name: string): readonly Snippet[] {
  const file: Snippet = {
    id: 'yaml',
    title: 'YAML',
    note: noteOf(source),
    text: streamYaml(source, {
      name,
      interval: shortDuration(question.intervalMillis),
      range: shortDuration(question.rangeMillis),
      query: question.members,
    }),
  };
  return [
    file,
    queryByCurl(serverUrl().href, queryBody(question, true)),
    subscribeByJavaScript(socketUrl(), connection.wireName(channel)),
  ];
}

function noteOf(source: DataSource): string {
  const there = `data source “${source.name}” (uid ${source.uid})`;
  if (!source.readOnly) {
    // A file says all of a data source: what it leaves out is gone.
    const rest = source.streams.length > 0 ? 'settings, secrets and other streams' : 'settings and secrets';
    return `A file in conf/provisioning/datasources; add the ${rest} that ${there} has.`;
  }
  return source.streams.length > 0
    ? `Goes at the end of the streams: of ${there} in its provisioning file.`
    : `Goes below ${there} in its provisioning file, beside its url.`;
}
