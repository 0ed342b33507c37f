// The stock client, over every transport in every format, at a server whose connections and subscriptions end when
// their token does (see ShortLivedAccess): a token is the time of its end in milliseconds.
//   FRESHET_URL   that server
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { UnauthorizedError } from 'centrifuge';
import { UnauthorizedError as ProtobufUnauthorizedError } from 'centrifuge/build/protobuf';
import { EventSource } from 'eventsource';
import WebSocket from 'ws';
import { eventually } from './eventually.mjs';
import { connected, encode, follow, newClient, pairs } from './stock-client.mjs';

const base = process.env.FRESHET_URL;
const server = {
  endpoints: {
    websocket: base.replace(/^http/, 'ws') + '/connection/websocket',
    http_stream: base + '/connection/http_stream',
    sse: base + '/connection/sse',
  },
  options: { emulationEndpoint: base + '/emulation', eventsource: EventSource, websocket: WebSocket },
};

const token = (seconds) => String(Date.now() + 1000 * seconds);
const never = new Promise(() => {});
const clients = [];

after(() => {
  clients.forEach((client) => client.disconnect());
  setTimeout(() => process.exit(), 200).unref();
});

/** A client whose tokens are given in turn, the last one again and again; keeps what it is told. */
async function connect(pair, tokens) {
  const seen = { asked: 0, connecting: [], connected: 0, disconnected: [], errors: [] };
  const getToken = () => tokens[Math.min(seen.asked++, tokens.length - 1)]();
  const client = newClient(pair, server, { getToken });
  clients.push(client);
  client.on('connecting', ({ code }) => seen.connecting.push(code));
  client.on('connected', () => seen.connected++);
  client.on('disconnected', ({ code }) => seen.disconnected.push(code));
  client.on('error', ({ error }) => seen.errors.push(error.code));
  await connected(client);
  return { client, seen };
}

const describeEachPair = (name, check) =>
  describe(name, { concurrency: true }, () => {
    pairs.forEach((pair) => test(`${pair.transport}, ${pair.format}`, () => check(pair)));
  });

describe('tokens that end', { concurrency: true }, () => {
  describeEachPair('a connection whose token is renewed in time stays', async (pair) => {
    const { seen } = await connect(pair, [() => token(2)]);

    await eventually(() => seen.asked > 3, () => `four tokens asked for, not ${seen.asked}`);

    assert.deepEqual(seen, { asked: seen.asked, connecting: [0], connected: 1, disconnected: [], errors: [] });
  });

  describeEachPair('one that is not renewed is closed and comes back with another token', async (pair) => {
    const { seen } = await connect(pair, [() => token(2), () => never, () => token(600)]);

    await eventually(() => seen.connected === 2, () => `connected again; ${JSON.stringify(seen)}`);

    assert.deepEqual(seen, { asked: 3, connecting: [0, 3005], connected: 2, disconnected: [], errors: [109] });
  });

  describeEachPair('a user who gets no further token is disconnected', async (pair) => {
    const Refusal = pair.format === 'protobuf' ? ProtobufUnauthorizedError : UnauthorizedError;
    const refuse = async () => {
      throw new Refusal('no longer a customer');
    };
    const { seen } = await connect(pair, [() => token(2), refuse]);

    await eventually(() => seen.disconnected.length > 0, () => 'disconnected');

    assert.deepEqual(seen.disconnected, [1]);
  });

  describeEachPair('a subscription whose token is renewed in time stays', async (pair) => {
    const { client } = await connect(pair, [() => token(600)]);
    let asked = 0;
    const getToken = () => {
      asked++;
      return token(2);
    };
    const { seen, ready } = follow(pair, client, `guarded/${pair.transport}-${pair.format}-renewed`, { getToken });
    await ready();

    await eventually(() => asked > 3, () => `four tokens asked for, not ${asked}`);
    await client.publish(`guarded/${pair.transport}-${pair.format}-renewed`, encode(pair, 'still here'));
    await eventually(() => seen.publications.length > 0, () => 'a publication');

    assert.equal(seen.subscribed.length, 1);
    assert.deepEqual(seen.unsubscribed, []);
  });

  describeEachPair('one that is not renewed ends and begins again with another token', async (pair) => {
    const { client } = await connect(pair, [() => token(600)]);
    const tokens = [() => token(2), () => never, () => token(600)];
    const subscribing = [];
    const channel = `guarded/${pair.transport}-${pair.format}-late`;
    const { subscription, seen, ready } = follow(pair, client, channel, { getToken: () => tokens.shift()() });
    subscription.on('subscribing', ({ code }) => subscribing.push(code));
    await ready();

    await eventually(() => seen.subscribed.length === 2, () => 'subscribed again');

    assert.deepEqual(subscribing, [2501]);
    assert.deepEqual(seen.unsubscribed, []);
  });
});
