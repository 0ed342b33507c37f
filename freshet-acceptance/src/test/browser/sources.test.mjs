// The page of data sources of a server that has some; see harness.mjs for how to run it. The server has "Samples" of type
// testdata with the uid samples, and "Meters" of a type that nobody serves. FRESHET_PROVISIONING is its directory of
// provisioning files, into which a Prometheus of our own is put.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import {
    accessibilityViolations,
    account,
    closeBrowser,
    eventually,
    openPage,
    pixelsTooWide,
    server,
    signIn,
} from "./harness.mjs";

const provisioning = process.env.FRESHET_PROVISIONING;

after(closeBrowser);

test("a data source of a real server streams from its page", async () => {
    const { page, complaints, close } = await openPage(
        "#/sign-in?to=%23/sources",
    );
    await signIn(page, account);
    const samples = page.locator("li.source-row", { hasText: "Samples" });
    await samples.locator(".health", { hasText: "OK" }).waitFor();
    const meters = page.locator("li.source-row", { hasText: "Meters" });
    await meters.locator(".health", { hasText: "Error" }).waitFor();
    assert.match(await meters.innerText(), /acme-meter-datasource/);
    assert.match(await meters.innerText(), /no plugin here/);

    await samples.getByRole("link", { name: "Samples", exact: true }).click();
    await page.locator("h1").filter({ hasText: "Samples" }).waitFor();
    await page.getByLabel("Open a channel").fill("random-20Hz-stream");
    await page.keyboard.press("Enter");
    await page.locator(".plot canvas").first().waitFor();
    assert.ok(page.url().endsWith("#/channel/ds/samples/random-20Hz-stream"));

    await page.goBack();
    const stream = page.locator(".stream-list li", {
        hasText: "random-20Hz-stream",
    });
    await stream.first().waitFor();
    assert.deepEqual(
        complaints.filter((one) => !/\/(health|login|api\/user)/.test(one)),
        [],
    );
    await close();
});

test(
    "a query is tried, made live, moves, and says what is wrong with it",
    { skip: !provisioning && "no FRESHET_PROVISIONING" },
    async () => {
        const prometheus = await standInForPrometheus();
        await provision(prometheus.url);
        const { page, close } = await openPage(
            "#/sign-in?to=%23/sources/clock",
        );
        await signIn(page, account);
        await page.locator("h1").filter({ hasText: "Clock" }).waitFor();
        await page.getByText("Answers queries as Prometheus").waitFor();
        const stream = page.locator(".stream-list li", { hasText: "seconds" });
        assert.match(await stream.innerText(), /every 1s, last 1m · time\(\)/);

        const expression = page.getByLabel("Expression (PromQL)");
        const tryIt = page.getByRole("button", { name: "Try it" });
        await tryIt.click();
        await page.getByText("Write an expression, for example up.").waitFor();
        await expression.fill("broken(");
        await page.keyboard.press("Control+Enter");
        const failure = page.getByRole("alert");
        await failure.filter({ hasText: "The query failed" }).waitFor();
        assert.match(await failure.innerText(), /unexpected end of input/);
        assert.match(
            await failure
                .getByRole("link", { name: /Why this happens/ })
                .getAttribute("href"),
            /datasource\.query\.failed/,
        );

        await expression.fill("time()");
        await page.getByLabel("Legend").fill("{{clock}}");
        await page.getByLabel("Asked every").selectOption("1000");
        await page.getByLabel("Shows the last").selectOption("60000");
        await tryIt.click();
        await page.locator(".try-answer .plot canvas").first().waitFor();
        assert.match(
            await page.locator(".try-answer").innerText(),
            /\d\d rows in 1 series answered in/,
        );
        await page.getByRole("tab", { name: "Rows" }).click();
        await page.getByRole("columnheader", { name: "wall" }).waitFor();
        assert.deepEqual(await accessibilityViolations(page), []);

        await page.getByRole("button", { name: "Make it live" }).click();
        const live = page.locator(".live-moving");
        await live.locator(".plot canvas").first().waitFor();
        const last = live.locator(".legend .figure");
        const before = Number(await last.getAttribute("title"));
        await eventually(
            async () => Number(await last.getAttribute("title")) > before,
            { what: "a newer value" },
        );
        const channel = await page.locator(".live-channel code").innerText();
        assert.match(channel, /^ds\/clock\/q\/[\w-]{20}$/);
        const file = page.getByLabel("YAML snippet");
        assert.match(await file.innerText(), /- name: time\n +interval: 1s/);
        await page.getByLabel("A name, to keep it").fill("seconds");
        await page.getByText("has a stream seconds already").waitFor();
        await page.getByLabel("A name, to keep it").fill("wall/time");
        const named = await file.innerText();
        await page.locator(`.stream-list a[title="${channel}"]`).waitFor();
        assert.deepEqual(await accessibilityViolations(page), []);
        await page.setViewportSize({ width: 400, height: 800 });
        assert.equal(await pixelsTooWide(page), 0, "the guide is too wide");

        prometheus.fail("It is being repaired");
        await live.getByText(/Does not run: .*It is being repaired/).waitFor();
        await page
            .getByLabel("Streams")
            .getByText(/Does not run: .*It is being repaired/)
            .waitFor();
        prometheus.fail("");
        await live
            .getByText("Does not run")
            .waitFor({ state: "hidden", timeout: 60_000 });
        await page.getByRole("link", { name: "Open its page" }).click();
        await page.locator(".channel-page .plot canvas").first().waitFor();
        await page.goBack();
        assert.equal(await expression.inputValue(), "time()");

        await provision(prometheus.url, named);
        await page.getByRole("link", { name: "wall/time" }).click();
        await page.locator(".channel-page .plot canvas").first().waitFor();
        assert.ok(page.url().endsWith("#/channel/ds/clock/wall/time"));
        prometheus.fail("It is being repaired");
        await page
            .locator(".channel-main")
            .getByText(/Does not run: .*It is being repaired/)
            .waitFor();
        assert.deepEqual(await accessibilityViolations(page), []);
        await close();
        prometheus.close();
    },
);

/** A stand-in for Prometheus' HTTP API: every expression is the time of its points, in seconds. */
async function standInForPrometheus() {
    let trouble = "";
    const wall = { clock: "wall" };
    const api = createServer(async (request, response) => {
        let body = "";
        for await (const chunk of request) body += chunk;
        const url = new URL(request.url, "http://prometheus");
        const asked = new URLSearchParams(body || url.search);
        const say = (status, json) =>
            response
                .writeHead(status, { "Content-Type": "application/json" })
                .end(JSON.stringify(json));
        const fail = (status, errorType, error) =>
            say(status, { status: "error", errorType, error });
        const data = (resultType, result) =>
            say(200, { status: "success", data: { resultType, result } });
        const route = url.pathname.replace("/api/v1/", "");
        if (trouble) fail(503, "unavailable", trouble);
        else if (route === "status/buildinfo")
            say(200, { status: "success", data: { version: "2.42.0" } });
        else if (asked.get("query")?.startsWith("broken"))
            fail(400, "bad_data", "parse error: unexpected end of input");
        else if (route === "query_range") {
            const [start, end] = ["start", "end"].map((name) =>
                Number(asked.get(name)),
            );
            const [, size, unit] = /^([\d.]+)(ms|s)?$/.exec(asked.get("step"));
            const step = unit === "ms" ? size / 1000 : Number(size);
            const values = [];
            for (let at = start; at <= end; at += step)
                values.push([at, String(at)]);
            data("matrix", [{ metric: wall, values }]);
        } else if (route === "query") {
            const at = Number(asked.get("time") ?? Date.now() / 1000);
            data("vector", [{ metric: wall, value: [at, String(at)] }]);
        } else fail(404, "not_found", `no ${route} here`);
    });
    await new Promise((listening) => api.listen(0, "127.0.0.1", listening));
    return {
        url: `http://127.0.0.1:${api.address().port}`,
        fail: (reason) => (trouble = reason),
        close: () => {
            api.close();
            api.closeAllConnections();
        },
    };
}

/** Adds it to the server's data sources as "Clock", with a stream of its own and others as they stand in a file. */
async function provision(url, streams = "") {
    writeFileSync(
        join(provisioning, "datasources", "clock.yaml"),
        `apiVersion: 1
datasources:
  - name: Clock
    type: prometheus
    uid: clock
    url: ${url}
    jsonData:
      timeInterval: 1s
    streams:
      - name: seconds
        interval: 1s
        range: 1m
        query: { expr: "time()" }
${streams}`,
    );
    const login = Buffer.from(`${account.user}:${account.password}`);
    const reloaded = await fetch(
        new URL("api/admin/provisioning/datasources/reload", server),
        {
            method: "POST",
            headers: { Authorization: `Basic ${login.toString("base64")}` },
        },
    );
    assert.equal(reloaded.status, 200, await reloaded.text());
}
