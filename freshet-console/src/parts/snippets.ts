/** A piece of text to copy that works against this very server. */
export interface Snippet {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** One sentence on what the reader has to have or do. */
  readonly note: string;
}

const TOKEN_NOTE = 'FRESHET_TOKEN holds a token: freshet token create --role Editor';

/** Line protocol over HTTP, the shortest way to a moving plot. */
export function pushByCurl(server: string, stream: string, measurement: string): Snippet {
  return {
    id: 'curl',
    title: 'curl',
    note: `Pushes one point a second. ${TOKEN_NOTE}.`,
    text: `while sleep 1; do
  curl -sS -H "Authorization: Bearer $FRESHET_TOKEN" \\
    --data-binary "${escapedMeasurement(measurement)},host=$(hostname) value=$RANDOM" \\
    "${server}api/live/push/${encodeURIComponent(stream)}?partial=true"
done`,
  };
}

/** The output section for an agent that is already there. */
export function pushByTelegraf(server: string, stream: string, measurement?: string): Snippet {
  const filter = measurement === undefined ? '' : `\n  namepass = [${JSON.stringify(measurement)}]`;
  return {
    id: 'telegraf',
    title: 'Telegraf',
    note: `Goes into telegraf.conf. ${TOKEN_NOTE}.`,
    text: `[[outputs.http]]
  url = "${server}api/live/push/${encodeURIComponent(stream)}?partial=true"
  data_format = "influx"${filter}
  [outputs.http.headers]
    Authorization = "Bearer $FRESHET_TOKEN"`,
  };
}

export function subscribeByJavaScript(socket: string, wireChannel: string): Snippet {
  return {
    id: 'javascript',
    title: 'JavaScript',
    note: 'Works in a page of this origin as it is; elsewhere the origin has to be in allowed_origins.',
    text: `import { Centrifuge } from 'centrifuge';

const client = new Centrifuge(${JSON.stringify(socket)});
const subscription = client.newSubscription(${JSON.stringify(wireChannel)});
subscription.on('subscribed', (context) => console.log('now', context.data));
subscription.on('publication', (context) => console.log(context.data));
subscription.subscribe();
client.connect();`,
  };
}

export function publishByCurl(server: string, channel: string): Snippet {
  return {
    id: 'curl',
    title: 'curl',
    note: `Publishes one message, if the server's rules allow it. ${TOKEN_NOTE}.`,
    text: `curl -sS -H "Authorization: Bearer $FRESHET_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '${quoted(JSON.stringify({ channel, data: { text: 'hello' } }))}' \\
  "${server}api/live/publish"`,
  };
}

export function infoByCurl(server: string, channel: string): Snippet {
  return {
    id: 'curl',
    title: 'curl',
    note: `Asks what the server knows of this channel. ${TOKEN_NOTE}.`,
    text: `curl -sS -H "Authorization: Bearer $FRESHET_TOKEN" \\
  "${server}api/live/info/${channel.split('/').map(encodeURIComponent).join('/')}"`,
  };
}

/** Asks what panels ask; the answer names the channel. */
export function queryByCurl(server: string, body: object): Snippet {
  return {
    id: 'curl',
    title: 'curl',
    note: `Answers with the channel that shows the query; "live": false beside "from" has it answer with rows. ${TOKEN_NOTE}.`,
    text: `curl -sS -H "Authorization: Bearer $FRESHET_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '${quoted(JSON.stringify(body, null, 2))}' \\
  "${server}api/ds/query"`,
  };
}

export interface SnippetSubject {
  readonly server: string;
  readonly socket: string;
  readonly channel: string;
  readonly wireChannel: string;
  readonly carriesFrames: boolean;
  /** The measurement's own name, when the channel's path is a mapping of it. */
  readonly measurement: string | undefined;
}

/** The snippets for exactly this channel: how to write to it, where that is possible, and how to read it. */
export function channelSnippets({
  server,
  socket,
  channel,
  wireChannel,
  carriesFrames,
  measurement,
}: SnippetSubject): readonly Snippet[] {
  const [scope = '', namespace = '', ...path] = channel.split('/');
  const read = subscribeByJavaScript(socket, wireChannel);
  if (scope !== 'stream') return [infoByCurl(server, channel), read];
  if (!carriesFrames) return [publishByCurl(server, channel), read];
  const name = measurement ?? path.join('/');
  return [pushByCurl(server, namespace, name), read, pushByTelegraf(server, namespace, name)];
}

/** Three ways to get data in, for a server that has none yet. */
export function waysIn(server: string): readonly Snippet[] {
  const script: Snippet = {
    id: 'javascript',
    title: 'JavaScript',
    note: `Node 20 or newer: node push.mjs. ${TOKEN_NOTE}.`,
    text: `setInterval(async () => {
  const response = await fetch(${JSON.stringify(`${server}api/live/push/demo?partial=true`)}, {
    method: 'POST',
    headers: { Authorization: \`Bearer \${process.env.FRESHET_TOKEN}\` },
    body: \`memory heap=\${process.memoryUsage().heapUsed}\`,
  });
  console.log(response.status, await response.text());
}, 1000);`,
  };
  return [pushByCurl(server, 'demo', 'first'), pushByTelegraf(server, 'telegraf'), script];
}

/** For the shell's single quotes. */
function quoted(text: string): string {
  return text.replaceAll("'", "'\\''");
}

/** Line protocol wants a backslash before commas and blanks; the shell's double quotes want another for `$`, `` ` `` and `"`. */
function escapedMeasurement(name: string): string {
  return name.replace(/[, ]/g, '\\$&').replace(/["$`]/g, '\\$&');
}
