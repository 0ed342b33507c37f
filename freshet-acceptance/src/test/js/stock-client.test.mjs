// What applications do with the stock client, over one transport in one format:
//   FRESHET_TRANSPORT   websocket, http_stream or sse
//   FRESHET_FORMAT      json or protobuf
//   FRESHET_URL, FRESHET_TOKEN   the server, and a token of an Editor
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from './eventually.mjs';
import { connected, decode, encode, follow, grafanaLive, newClient } from './stock-client.mjs';

const pair = { transport: process.env.FRESHET_TRANSPORT, format: process.env.FRESHET_FORMAT };
const server = grafanaLive(process.env.FRESHET_URL, process.env.FRESHET_TOKEN);
const named = (name) => `1/stream/stock/${pair.transport}-${pair.format}-${name}`;
const say = (client, channel, value) => client.publish(channel, encode(pair, value));

let ann, bob;

before(async () => {
  ann = newClient(pair, server);
  bob = newClient(pair, server);
});

after(() => {
  ann.disconnect();
  bob.disconnect();
  // The packages leave timers behind that would keep the process alive.
  setTimeout(() => process.exit(), 200).unref();
});

test('connects over the transport that was asked for', async () => {
  const transports = [];
  ann.on('connected', (context) => transports.push(context.transport));

  await connected(ann);
  await connected(bob);

  assert.deepEqual(transports, [pair.transport]);
});

test('a publication arrives everywhere, also at its publisher', async () => {
  const atAnn = follow(pair, ann, named('talk'));
  const atBob = follow(pair, bob, named('talk'));
  await Promise.all([atAnn.ready(), atBob.ready()]);

  await atBob.subscription.publish(encode(pair, { text: 'Grüße, 世界 🌊', list: [1, 2.5, null] }));

  for (const { seen } of [atAnn, atBob]) {
    await eventually(() => seen.publications.length > 0, () => 'a publication');
    assert.deepEqual(seen.publications, [{ text: 'Grüße, 世界 🌊', list: [1, 2.5, null] }]);
  }
});

test('a refused publication says why', async () => {
  await assert.rejects(say(ann, '1/stream/closed/door', 1), (error) => {
    assert.equal(error.code, 403);
    assert.match(error.message, /stream\/closed\/door/);
    return true;
  });
});

test('an RPC is answered, and an unknown method is refused', async () => {
  await ann.rpc('ping', encode(pair, {}));

  await assert.rejects(ann.rpc('no-such-method', encode(pair, {})), (error) => {
    assert.equal(error.code, 104);
    assert.match(error.message, /ping/);
    return true;
  });
});

test('presence knows who is there, and joins and leaves are told', async () => {
  const atAnn = follow(pair, ann, named('room'));
  await atAnn.ready();
  const atBob = follow(pair, bob, named('room'));
  await atBob.ready();

  const { clients } = await atAnn.subscription.presence();
  const stats = await atAnn.subscription.presenceStats();
  await eventually(() => atBob.seen.presence.length > 0, () => 'the own join');
  atBob.subscription.unsubscribe();
  await eventually(() => atAnn.seen.presence.length === 3, () => `two joins and a leave, not ${atAnn.seen.presence}`);

  const [annsId, bobsId] = [atAnn.seen.presence[0], atBob.seen.presence[0]].map((join) => join.slice(1));
  assert.deepEqual(Object.keys(clients).sort(), [annsId, bobsId].sort());
  assert.equal(clients[bobsId].user, clients[annsId].user);
  assert.deepEqual(stats, { numClients: 2, numUsers: 1 });
  assert.deepEqual(atAnn.seen.presence, [`+${annsId}`, `+${bobsId}`, `-${bobsId}`]);
});

test('history is read forwards, backwards and from a position', async () => {
  const { subscription, ready } = follow(pair, ann, named('history'));
  await ready();
  for (let i = 1; i <= 5; i++) await say(bob, named('history'), { i });
  const read = async (options) => {
    const { publications } = await subscription.history(options);
    return publications.map(({ data, offset }) => [decode(pair, data).i, offset]);
  };

  const { offset, epoch, publications } = await subscription.history({ limit: 0 });

  assert.deepEqual([offset, publications], [5, []]);
  assert.deepEqual(await read({ limit: 2 }), [[1, 1], [2, 2]]);
  assert.deepEqual(await read({ limit: 2, reverse: true }), [[5, 5], [4, 4]]);
  assert.deepEqual(await read({ limit: 10, since: { offset: 3, epoch } }), [[4, 4], [5, 5]]);
  await assert.rejects(read({ limit: 10, since: { offset: 3, epoch: 'other' } }), { code: 112 });
});

test('a refused subscription ends with the reason', async () => {
  const { seen } = follow(pair, ann, '1/stream/admins/only');
  const nameless = follow(pair, ann, 'nonsense');

  await eventually(() => seen.unsubscribed.length > 0, () => 'a refusal');
  await eventually(() => nameless.seen.unsubscribed.length > 0, () => 'a refusal');

  assert.equal(seen.unsubscribed[0].code, 403);
  assert.match(seen.unsubscribed[0].reason, /Admin/);
  assert.equal(nameless.seen.unsubscribed[0].code, 400);
  assert.match(nameless.seen.unsubscribed[0].reason, /prefix/);
});

test('nothing arrives after unsubscribing', async () => {
  const atAnn = follow(pair, ann, named('left'));
  const atBob = follow(pair, bob, named('left'));
  await Promise.all([atAnn.ready(), atBob.ready()]);
  await say(bob, named('left'), 'before');
  await eventually(() => atAnn.seen.publications.length === 1, () => 'a publication');

  atAnn.subscription.unsubscribe();
  await eventually(() => atBob.seen.presence.some((change) => change.startsWith('-')), () => 'a leave');
  await say(bob, named('left'), 'after');
  await eventually(() => atBob.seen.publications.length === 2, () => 'the second publication');
  await ann.rpc('ping', encode(pair, {}));

  assert.deepEqual(atAnn.seen.publications, ['before']);
});

test('a thousand times subscribed and unsubscribed', async () => {
  const watch = follow(pair, bob, named('loop'));
  await watch.ready();
  const { subscription, ready } = follow(pair, ann, named('loop'));

  for (let i = 0; i < 1000; i++) {
    subscription.subscribe();
    await ready();
    subscription.unsubscribe();
  }

  // The watcher's own join comes first.
  await eventually(() => watch.seen.presence.length === 2001, () => `2001 joins and leaves, not ${watch.seen.presence.length}`);
  const signs = watch.seen.presence.slice(1).map((change) => change[0]).join('');
  assert.equal(signs, '+-'.repeat(1000));
  assert.equal((await watch.subscription.presenceStats()).numClients, 1);
});

test('as many subscriptions at once as a connection may have, and one more is refused', async () => {
  const crowd = await connected(newClient(pair, server));
  const follows = Array.from({ length: 128 }, (_, i) => follow(pair, crowd, named(`many-${i}`)));
  await Promise.all(follows.map(({ ready }) => ready()));

  const { seen } = follow(pair, crowd, named('many-128'));
  await Promise.all(follows.map((_, i) => say(bob, named(`many-${i}`), { i })));

  await eventually(() => follows.every((each) => each.seen.publications.length > 0), () => 'a publication in each');
  follows.forEach((each, i) => assert.deepEqual(each.seen.publications, [{ i }]));
  await eventually(() => seen.unsubscribed.length > 0, () => 'a refusal');
  assert.equal(seen.unsubscribed[0].code, 106);
  crowd.disconnect();
});
