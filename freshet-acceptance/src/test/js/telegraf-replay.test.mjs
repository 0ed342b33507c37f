// Replays recorded bodies of Telegraf over HTTP and over the push WebSocket, receives the frames with the stock
// client, and feeds them to the class that Grafana's panels use.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';
import { parse } from './line-protocol.mjs';

const require = createRequire(import.meta.url);
const { StreamingDataFrame } = require('./streaming-frame.cjs');

const base = process.env.FRESHET_URL;
const token = process.env.FRESHET_TOKEN;
const testdata = process.env.FRESHET_TESTDATA;
const headers = { Authorization: `Bearer ${token}` };
const bodies = readdirSync(testdata)
  .filter((name) => name.endsWith('.lp'))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(testdata, name), 'utf8') }));
const plain = /^[A-Za-z0-9_.-]+$/;
const measurements = [
  ...new Set(bodies.flatMap((b) => parse(b.text)).map((l) => l.measurement)),
].filter((m) => plain.test(m));

const clients = [];
after(() => {
  clients.forEach((c) => c.disconnect());
  // The package leaves timers behind that would keep the process alive.
  setTimeout(() => process.exit(), 200).unref();
});

async function connect() {
  const client = new Centrifuge(base.replace(/^http/, 'ws') + '/api/live/ws', {
    websocket: class extends WebSocket {
      constructor(url, protocols) {
        super(url, protocols, { headers });
      }
    },
  });
  clients.push(client);
  client.connect();
  await client.ready(10000);
  return client;
}

/** Subscribes to every measurement of a stream; collects the messages of each channel in order. */
async function follow(client, prefix, stream) {
  const channels = new Map();
  for (const measurement of measurements) {
    const messages = [];
    const subscription = client.newSubscription(`${prefix}/stream/${stream}/${measurement}`);
    subscription.on('subscribed', (context) => context.data && messages.push(context.data));
    subscription.on('publication', (context) => messages.push(context.data));
    subscription.subscribe();
    await subscription.ready(10000);
    channels.set(measurement, messages);
  }
  return channels;
}

async function quiet(channels) {
  const count = () => [...channels.values()].reduce((sum, messages) => sum + messages.length, 0);
  for (let before = -1; before !== count(); ) {
    before = count();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

async function pushOverHttp(stream) {
  for (const { name, text } of bodies) {
    const packed = name === 'gzip-body.lp';
    const response = await fetch(`${base}/api/live/push/${stream}`, {
      method: 'POST',
      headers: packed ? { ...headers, 'Content-Encoding': 'gzip' } : headers,
      body: packed ? readFileSync(join(testdata, name + '.gz')) : text,
    });
    assert.equal(response.status, 200, `${name}: ${await response.clone().text()}`);
  }
}

async function pushOverWebSocket(stream) {
  const socket = new WebSocket(`${base.replace(/^http/, 'ws')}/api/live/push/${stream}`, { headers });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  bodies.forEach(({ text }, i) => socket.send(Buffer.from(text), { binary: i % 2 === 0 }));
  await new Promise((resolve) => socket.once('pong', resolve).ping());
  socket.close();
}

/** Checks that every value of every line can be found in what a Grafana panel would hold. */
function checkPanel(measurement, messages) {
  assert.ok(messages.length > 0, `${measurement}: nothing arrived`);
  assert.ok(messages[0].schema, `${measurement}: the first message has no schema`);
  const panel = StreamingDataFrame.fromDataFrameJSON(messages[0], { maxLength: 100000 });
  messages.slice(1).forEach((message) => panel.push(message));
  const time = panel.fields.find((field) => field.type === 'time');
  const expected = expectedValues(measurement);
  for (const { name, tags, millis, value } of expected) {
    const field = panel.fields.find((f) => f.name === name && key(f.labels) === key(tags));
    assert.ok(field, `${measurement}: no field ${name} with labels ${JSON.stringify(tags)}`);
    const found = time.values.some((t, row) => t === millis && field.values[row] === value);
    assert.ok(found, `${measurement}: ${name} = ${value} at ${millis} is not in the panel`);
  }
  return expected.length;
}

/** What a panel has to show of a measurement: of several values for one field and time the last one. */
function expectedValues(measurement) {
  const types = new Map();
  const values = new Map();
  for (const line of bodies.flatMap((b) => parse(b.text)).filter((l) => l.measurement === measurement)) {
    for (const [name, value] of Object.entries(line.fields)) {
      // The first type of a field wins; values of another type are null by design.
      if (!types.has(name)) types.set(name, typeof value);
      if (types.get(name) !== typeof value || line.millis === undefined) continue;
      values.set(key({ ...line.tags, '': `${name} ${line.millis}` }), { name, tags: line.tags, millis: line.millis, value });
    }
  }
  return [...values.values()];
}

const key = (labels) => JSON.stringify(Object.entries(labels ?? {}).sort());

for (const [transport, prefix, push] of [
  ['HTTP', '1', pushOverHttp],
  ['WebSocket', 'default', pushOverWebSocket],
]) {
  test(`every recorded body reaches a panel over ${transport}`, async () => {
    const stream = `telegraf-${transport.toLowerCase()}`;
    const client = await connect();
    const channels = await follow(client, prefix, stream);

    await push(stream);
    await quiet(channels);

    let checked = 0;
    channels.forEach((messages, measurement) => (checked += checkPanel(measurement, messages)));
    assert.ok(checked > 2000, `only ${checked} values were compared`);

    const before = new Map([...channels].map(([measurement, messages]) => [measurement, messages.length]));
    await push(stream);
    await quiet(channels);
    channels.forEach((messages, measurement) => {
      const second = messages.slice(before.get(measurement));
      assert.ok(second.length > 0, `${measurement}: nothing arrived from the second replay`);
      assert.deepEqual(second.filter((message) => message.schema), [], `${measurement}: announced a schema again`);
    });
  });
}

test('a late subscriber gets the last frame with its schema and then every row once', async () => {
  const client = await connect();
  const channels = await follow(client, '1', 'telegraf-http');
  channels.forEach((messages, measurement) => {
    assert.ok(messages[0]?.schema && messages[0]?.data, `${measurement}: no last frame with schema`);
  });
});

test('a body of JSON is refused with one line that says why', async () => {
  const response = await fetch(`${base}/api/live/push/telegraf`, {
    method: 'POST',
    headers,
    body: readFileSync(join(testdata, 'telegraf-json.json')),
  });
  const body = await response.text();
  assert.equal(response.status, 400);
  assert.match(body.split('\n')[0], /influx/);
});
