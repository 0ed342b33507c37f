// The stock client, over every transport in every format, when the server is killed and started again. Variables:
// FRESHET_URL and FRESHET_TOKEN, as in stock-client.test.mjs.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually } from './eventually.mjs';
import { restart } from './host.mjs';
import { connected, encode, follow, grafanaLive, newClient, pairs } from './stock-client.mjs';

const server = grafanaLive(process.env.FRESHET_URL, process.env.FRESHET_TOKEN);
const clients = [];

after(() => {
  clients.forEach((client) => client.disconnect());
  setTimeout(() => process.exit(), 200).unref();
});

test('clients come back by themselves, and are told what cannot be recovered', async (t) => {
  const follows = await Promise.all(
    pairs.map(async (pair) => {
      const client = await connected(newClient(pair, server));
      clients.push(client);
      const channel = `1/stream/stock/restart-${pair.transport}-${pair.format}`;
      const followed = follow(pair, client, channel);
      await followed.ready();
      await client.publish(channel, encode(pair, 'before'));
      await eventually(() => followed.seen.publications.length > 0, () => 'the first publication');
      return { pair, client, channel, ...followed };
    }),
  );

  await restart();

  for (const { pair, client, channel, seen } of follows) {
    await t.test(`${pair.transport}, ${pair.format}`, async () => {
      await eventually(() => seen.subscribed.length > 1, () => 'subscribed again');
      await client.publish(channel, encode(pair, 'after'));
      await eventually(() => seen.publications.length > 1, () => 'the second publication');

      const { wasRecovering, recovered } = seen.subscribed[1];
      assert.deepEqual({ wasRecovering, recovered }, { wasRecovering: true, recovered: false });
      assert.deepEqual(seen.publications, ['before', 'after']);
      assert.deepEqual(seen.unsubscribed, []);
    });
  }
});
