// What the stock client misses while its connection is cut, over one transport in one format; variables as in
// stock-client.test.mjs, and FRESHET_PROXY_URL, the way to the server that can be cut.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually } from './eventually.mjs';
import { cut, mend } from './host.mjs';
import { connected, encode, follow, grafanaLive, newClient } from './stock-client.mjs';

const pair = { transport: process.env.FRESHET_TRANSPORT, format: process.env.FRESHET_FORMAT };
const { FRESHET_URL, FRESHET_PROXY_URL, FRESHET_TOKEN } = process.env;
const named = (name) => `1/stream/stock/${pair.transport}-${pair.format}-${name}`;
const clients = [];

async function connect(url) {
  const client = newClient(pair, grafanaLive(url, FRESHET_TOKEN));
  clients.push(client);
  return connected(client);
}

after(() => {
  clients.forEach((client) => client.disconnect());
  setTimeout(() => process.exit(), 200).unref();
});

/** Publishes while the follower's connection is cut and mended three times; gives what was published. */
async function publishThroughCuts(channel, { seen }, document) {
  const publisher = await connect(FRESHET_URL);
  const published = [];
  const publish = async (count) => {
    for (let i = 0; i < count; i++) {
      published.push(document(published.length));
      await publisher.publish(channel, encode(pair, published.at(-1)));
    }
  };
  for (let round = 1; round <= 3; round++) {
    await publish(20);
    await cut();
    await publish(20);
    await mend();
    await publish(20);
    await eventually(() => seen.subscribed.length > round, () => `subscribed again after cut ${round}`);
  }
  await eventually(
    () => seen.publications.length >= published.length,
    () => `${published.length} publications; there were ${seen.publications.length}`,
  );
  return published;
}

function assertRecovered(seen) {
  const again = seen.subscribed.slice(1);
  assert.ok(again.every(({ wasRecovering, recovered }) => wasRecovering && recovered), JSON.stringify(again));
  assert.ok(again.some(({ hasRecoveredPublications }) => hasRecoveredPublications));
}

test('every publication arrives once and in order however often the connection is cut', async () => {
  const follower = await connect(FRESHET_PROXY_URL);
  const { seen, ready } = follow(pair, follower, named('cut'));
  await ready();

  const published = await publishThroughCuts(named('cut'), { seen }, (i) => ({ i }));

  assert.deepEqual(seen.publications, published);
  assertRecovered(seen);
});

test('so do differences to the publication before', async () => {
  const follower = await connect(FRESHET_PROXY_URL);
  const { subscription, seen, ready } = follow(pair, follower, named('delta'), { delta: 'fossil' });
  await ready();
  const document = (i) => ({ i, text: 'This part stays the same in every publication. '.repeat(20), at: `step ${i}` });

  const published = await publishThroughCuts(named('delta'), { seen }, document);

  assert.deepEqual(seen.publications, published);
  assertRecovered(seen);
  const { numDeltaPayloads, compressionRatio } = subscription.deltaStats();
  assert.ok(numDeltaPayloads > 100, `only ${numDeltaPayloads} of ${published.length} publications came as differences`);
  assert.ok(compressionRatio > 0.5, `differences saved only ${compressionRatio}`);
});
