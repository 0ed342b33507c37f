"""What applications do with the stock Python client, in the format that FRESHET_FORMAT names (json or protobuf).

FRESHET_URL, FRESHET_TOKEN   the server, and a token of an Editor
FRESHET_PROXY_URL            a way to the server that can be cut
"""

import asyncio
import json
import os
import sys
import unittest

from centrifuge import (
    CentrifugeError,
    Client,
    DeltaType,
    ReplyError,
    StreamPosition,
    SubscriptionEventHandler,
)

FORMAT = os.environ["FRESHET_FORMAT"]
URL = os.environ["FRESHET_URL"]
PROXY_URL = os.environ["FRESHET_PROXY_URL"]
TOKEN = os.environ["FRESHET_TOKEN"]


def new_client(server, token):
    return Client(
        server.replace("http", "ws", 1) + "/api/live/ws",
        headers={"Authorization": f"Bearer {token}"},
        use_protobuf=FORMAT == "protobuf",
        proxy=None,
        timeout=20,
        max_reconnect_delay=0.4,
    )


# Protobuf carries payloads as bytes; what this server takes in them is JSON.
def encode(value):
    return json.dumps(value).encode() if FORMAT == "protobuf" else value


def decode(data):
    return json.loads(data) if FORMAT == "protobuf" else data


def channel(name):
    return f"1/stream/stock/python-{FORMAT}-{name}"


class Seen(SubscriptionEventHandler):
    """What happened to a subscription, in order."""

    def __init__(self):
        self.subscribed = []
        self.unsubscribed = []
        self.publications = []
        self.differences = 0
        self.presence = []

    async def on_subscribed(self, ctx):
        self.subscribed.append(ctx)

    async def on_unsubscribed(self, ctx):
        self.unsubscribed.append(ctx)

    async def on_publication(self, ctx):
        self.publications.append(decode(ctx.pub.data))
        self.differences += ctx.pub.delta

    async def on_join(self, ctx):
        self.presence.append("+" + ctx.info.client)

    async def on_leave(self, ctx):
        self.presence.append("-" + ctx.info.client)


async def eventually(check, what):
    for _ in range(3000):
        if check():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"30 s have passed without this: {what()}")


async def ask(line):
    """Has the JUnit test that started this script do something."""
    print(f"\n{line}", flush=True)
    return await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)


class StockClientTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.ann = await self.connect(URL)
        self.bob = await self.connect(URL)

    async def connect(self, url):
        client = new_client(url, TOKEN)
        self.addAsyncCleanup(client.disconnect)
        await client.connect()
        await client.ready()
        return client

    async def follow(self, client, name, **options):
        seen = Seen()
        subscription = client.new_subscription(
            name, events=seen, max_resubscribe_delay=0.4, **options
        )
        await subscription.subscribe()
        return subscription, seen

    async def test_a_publication_arrives_everywhere(self):
        at_ann, ann_saw = await self.follow(self.ann, channel("talk"))
        at_bob, bob_saw = await self.follow(self.bob, channel("talk"))
        await at_ann.ready()
        await at_bob.ready()

        await at_bob.publish(encode({"text": "Grüße, 世界 🌊"}))

        for seen in (ann_saw, bob_saw):
            await eventually(lambda: seen.publications, lambda: "a publication")
            self.assertEqual(seen.publications, [{"text": "Grüße, 世界 🌊"}])

    async def test_an_rpc_is_answered(self):
        await self.ann.rpc("ping", encode({}))

        with self.assertRaises(ReplyError) as refused:
            await self.ann.rpc("no-such-method", encode({}))
        self.assertEqual(refused.exception.code, 104)

    async def test_presence_knows_who_is_there(self):
        at_ann, ann_saw = await self.follow(self.ann, channel("room"))
        await at_ann.ready()
        at_bob, _ = await self.follow(self.bob, channel("room"))
        await at_bob.ready()

        presence = await at_ann.presence()
        stats = await at_ann.presence_stats()
        await at_bob.unsubscribe()
        await eventually(lambda: len(ann_saw.presence) == 3, lambda: f"a leave, not {ann_saw.presence}")

        self.assertEqual((stats.num_clients, stats.num_users), (2, 1))
        ann, bob = (change[1:] for change in ann_saw.presence[:2])
        self.assertEqual(set(presence.clients), {ann, bob})
        self.assertEqual(ann_saw.presence, [f"+{ann}", f"+{bob}", f"-{bob}"])

    async def test_history_is_read_forwards_backwards_and_from_a_position(self):
        subscription, _ = await self.follow(self.ann, channel("history"))
        await subscription.ready()
        for i in range(1, 6):
            await self.bob.publish(channel("history"), encode({"i": i}))

        async def read(**options):
            history = await subscription.history(**options)
            return [decode(each.data)["i"] for each in history.publications]

        top = await subscription.history()
        self.assertEqual(top.offset, 5)
        self.assertEqual(await read(limit=2), [1, 2])
        self.assertEqual(await read(limit=2, reverse=True), [5, 4])
        self.assertEqual(await read(limit=9, since=StreamPosition(3, top.epoch)), [4, 5])

    async def test_a_refused_subscription_ends_with_the_reason(self):
        subscription, seen = await self.follow(self.ann, "1/stream/admins/only")

        with self.assertRaises(CentrifugeError):
            await subscription.ready()

        await eventually(lambda: seen.unsubscribed, lambda: "a refusal")
        self.assertEqual(seen.unsubscribed[0].code, 403)
        self.assertIn("Admin", seen.unsubscribed[0].reason)

    async def test_every_publication_arrives_once_and_in_order_however_often_the_connection_is_cut(self):
        follower = await self.connect(PROXY_URL)
        subscription, seen = await self.follow(follower, channel("cut"))
        await subscription.ready()

        published = await self.publish_through_cuts(channel("cut"), seen, lambda i: {"i": i})

        self.assertEqual(seen.publications, published)
        self.assertTrue(all(each.was_recovering and each.recovered for each in seen.subscribed[1:]))

    async def test_so_do_differences_to_the_publication_before(self):
        follower = await self.connect(PROXY_URL)
        subscription, seen = await self.follow(follower, channel("delta"), delta=DeltaType.FOSSIL)
        await subscription.ready()
        text = "This part stays the same in every publication. " * 20

        published = await self.publish_through_cuts(
            channel("delta"), seen, lambda i: {"i": i, "text": text, "at": f"step {i}"}
        )

        self.assertEqual(seen.publications, published)
        self.assertGreater(seen.differences, 100)

    async def publish_through_cuts(self, name, seen, document):
        published = []

        async def publish(count):
            for _ in range(count):
                published.append(document(len(published)))
                await self.bob.publish(name, encode(published[-1]))

        for cuts in range(1, 4):
            await publish(20)
            await ask("CUT")
            await publish(20)
            await ask("MEND")
            await publish(20)
            await eventually(lambda: len(seen.subscribed) > cuts, lambda: f"subscribed again after cut {cuts}")
        await eventually(
            lambda: len(seen.publications) >= len(published),
            lambda: f"{len(published)} publications; there were {len(seen.publications)}",
        )
        return published


if __name__ == "__main__":
    unittest.main(verbosity=2)
