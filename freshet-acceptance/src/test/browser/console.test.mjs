import { after, test } from "node:test";
import assert from "node:assert/strict";
import {
    accessibilityViolations,
    account,
    canRestart,
    closeBrowser,
    eventually,
    hasSampleSources,
    openPage,
    openSignedIn,
    pixelsTooWide,
    proxyWithoutUpgrades,
    restartServer,
    server,
    signIn,
    untilLight,
} from "./harness.mjs";

after(closeBrowser);

/** The pixels of a canvas, to see that something was drawn and that it changes. */
const picture = (locator) => locator.evaluate((canvas) => canvas.toDataURL());

const movingCard = (page) =>
    page
        .locator(".channel-card:has(.sparkline):has(.card-value .figure)")
        .first();

test("points move on the overview without a reload", async () => {
    const { page, complaints, close } = await openSignedIn();
    await untilLight(page, /live/);
    const card = movingCard(page);
    await card.waitFor();

    const canvas = card.locator("canvas");
    const before = await picture(canvas);
    await eventually(async () => (await picture(canvas)) !== before, {
        what: "a change of the sparkline",
    });
    const values = async () =>
        (await page.locator(".card-value .figure").allInnerTexts()).join(" ");
    const first = await values();
    await eventually(async () => (await values()) !== first, {
        timeout: 30_000,
        what: "a change of a value",
    });

    assert.deepEqual(complaints, []);
    await close();
});

for (const [refused, transport] of [
    [undefined, "HTTP streaming"],
    [/http_stream/, "server-sent events"],
]) {
    test(`where WebSockets are blocked points move over ${transport}, and the page says so`, async () => {
        const proxy = await proxyWithoutUpgrades(refused);
        const { page, complaints, close } = await openSignedIn(proxy.url);

        await untilLight(
            page,
            new RegExp(
                `^live over ${transport}: WebSocket is blocked between here and the server$`,
            ),
        );
        const canvas = movingCard(page).locator("canvas");
        await canvas.waitFor();
        const before = await picture(canvas);
        await eventually(async () => (await picture(canvas)) !== before, {
            what: "a change of the sparkline",
        });
        await page.locator(".light").click();
        const panel = page.getByRole("dialog", { name: "Connection" });
        await eventually(
            async () => {
                const text = await panel.innerText();
                return text.includes(transport) && /\d ms/.test(text);
            },
            { what: "transport and round trip in the panel" },
        );

        assert.deepEqual(
            complaints.filter((one) => !/WebSocket|426|502/.test(one)),
            [],
        );
        await close();
        proxy.close();
    });
}

test("points move on a channel page, pausing holds the picture and keeps buffering", async () => {
    const { page, complaints, close } = await openSignedIn();
    await movingCard(page).click();
    const canvas = page.locator(".plot canvas").first();
    await canvas.waitFor();
    await page.locator(".table-scroll tbody tr").nth(2).waitFor();

    const before = await picture(canvas);
    await eventually(async () => (await picture(canvas)) !== before, {
        what: "a change of the plot",
    });
    await page.getByRole("button", { name: "Pause" }).click();
    await page.waitForTimeout(400);
    const held = await picture(canvas);
    const topRow = await page
        .locator(".table-scroll tbody tr")
        .first()
        .innerText();
    await page.waitForTimeout(3000);
    assert.equal(await picture(canvas), held, "the plot moved while paused");
    assert.equal(
        await page.locator(".table-scroll tbody tr").first().innerText(),
        topRow,
        "the table moved while paused",
    );
    await page.getByRole("button", { name: "Go on" }).click();
    await eventually(
        async () =>
            (await page
                .locator(".table-scroll tbody tr")
                .first()
                .innerText()) !== topRow,
        { what: "a new row" },
    );

    assert.deepEqual(complaints, []);
    await close();
});

test("a channel page is a link that can be shared, with its window and tab", async () => {
    const first = await openSignedIn();
    await movingCard(first.page).click();
    await first.page.locator(".plot canvas").first().waitFor();
    await first.page
        .getByRole("button", { name: "5 min", exact: true })
        .click();
    await first.page.getByRole("tab", { name: "Raw messages" }).click();
    const link = new URL(first.page.url());
    const name = await first.page.locator("h1").innerText();
    await first.close();

    const second = await openSignedIn(link.hash);
    await second.page.locator("h1").filter({ hasText: name }).waitFor();
    assert.equal(
        await second.page
            .getByRole("button", { name: "5 min", exact: true })
            .getAttribute("aria-pressed"),
        "true",
    );
    await second.page.locator(".raw-list li").nth(1).waitFor();
    assert.match(
        await second.page.getByLabel("Message as JSON").innerText(),
        /"data"/,
    );
    await second.close();
});

test("a refused channel shows the server’s sentence, the code and the message id", async () => {
    const { page, close } = await openSignedIn(
        "#/channel/ds/no-such-source/cpu",
    );

    const problem = page.getByRole("alert");
    await problem.waitFor();
    const text = await problem.innerText();
    assert.match(text, /no-such-source/);
    assert.match(text, /code 404/);
    const link = problem.getByRole("link", { name: /Why this happens/ });
    await link.waitFor();
    assert.match(text + (await problem.innerText()), /live\.channel\.[a-z-]+/);
    await link.click();
    await page
        .locator("h1")
        .filter({ hasNotText: "ds/no-such-source" })
        .waitFor();
    await close();
});

test("the list of channels is filtered, and the filter stands in the address", async () => {
    const { page, complaints, close } = await openSignedIn("#/channels");
    await page.locator("a.channel-row").first().waitFor();
    const name = (
        await page.locator("a.channel-row .path").last().innerText()
    ).trim();

    await page.keyboard.press("/");
    await page.keyboard.type(name);
    await eventually(
        async () =>
            await page
                .locator("a.channel-row")
                .evaluateAll(
                    (rows, wanted) =>
                        rows.length > 0 &&
                        rows.every((row) => row.textContent.includes(wanted)),
                    name,
                ),
        { what: "a filtered list" },
    );
    assert.ok(page.url().includes(`q=${encodeURIComponent(name)}`));
    await page.reload();
    await page.locator("a.channel-row").first().waitFor();
    assert.equal(await page.getByRole("combobox").inputValue(), name);

    assert.deepEqual(complaints, []);
    await close();
});

test("everything is reached with the keyboard alone", async () => {
    const { page, complaints, close } = await openSignedIn();
    await movingCard(page).waitFor();

    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page
        .getByRole("dialog", { name: "Keys" })
        .waitFor({ state: "detached" });

    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await page.locator("h1").filter({ hasText: "Channels" }).waitFor();
    await page.locator("a.channel-row").first().waitFor();
    await tabUntil(page, (element) => element.matches("a.channel-row"));
    await page.keyboard.press("Enter");
    await page.locator(".channel-head h1").waitFor();

    await page.keyboard.press("p");
    await page.getByRole("button", { name: "Go on" }).waitFor();
    await page.keyboard.press("p");
    await page.getByRole("button", { name: "Pause" }).waitFor();
    await page.keyboard.press("2");
    await page
        .locator("button[aria-pressed=true]", { hasText: "5 min" })
        .waitFor();

    await tabUntil(page, (element) => element.matches(".light"));
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Connection" }).waitFor();
    await page.keyboard.press("Escape");
    assert.ok(
        await page.evaluate(() => document.activeElement.matches(".light")),
        "the focus did not come back to the light",
    );

    await page.keyboard.press("/");
    await page.keyboard.type("stream");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".channel-head h1").waitFor();

    assert.deepEqual(complaints, []);
    await close();
});

test(
    "two tabs talk on stream/demo",
    { skip: process.env.FRESHET_DEMO === "0" },
    async () => {
        const channel = `#/channel/stream/demo/talk-${Date.now()}`;
        const one = await openSignedIn(channel);
        const two = await openSignedIn(channel);
        await one.page.locator(".pulse", { hasText: "subscribed" }).waitFor();
        await two.page.locator(".pulse", { hasText: "subscribed" }).waitFor();

        await one.page
            .getByLabel(/^Message to/)
            .fill("hello from the first tab");
        await one.page.getByRole("button", { name: "Send" }).click();
        await two.page
            .locator(".raw-glimpse", { hasText: "hello from the first tab" })
            .waitFor();
        await two.page.getByLabel(/^Message to/).fill('{"value": 42}');
        await two.page.getByRole("button", { name: "Send" }).click();
        await one.page
            .locator(".raw-glimpse", { hasText: '{"value":42}' })
            .waitFor();

        assert.deepEqual([...one.complaints, ...two.complaints], []);
        await one.close();
        await two.close();
    },
);

test(
    "signing in with a wrong password says so, with the right one it goes on",
    { skip: account === null && "no FRESHET_USER" },
    async () => {
        const { page, close } = await openPage("#/sign-in");

        await signIn(page, {
            ...account,
            password: `${account.password}-wrong`,
        });
        await page.getByRole("alert").waitFor();
        assert.ok((await page.getByRole("alert").innerText()).length > 10);
        await signIn(page, account);
        await page.getByRole("button", { name: "Sign out" }).waitFor();
        await untilLight(page, /live/);
        await page.getByRole("button", { name: "Sign out" }).click();
        await page.getByText("Sign in").first().waitFor();
        await close();
    },
);

test(
    "who may not see data sources is told who may, signs in and comes back to them",
    { skip: account === null && "no FRESHET_USER" },
    async (context) => {
        const { page, close } = await openPage("#/sources");
        const answer = await page.request.get(
            new URL("api/datasources", server).href,
        );
        if (answer.status() === 404) {
            context.skip("this server lists no data sources");
            await close();
            return;
        }
        const link = page.getByRole("link", {
            name: "Sign in as an administrator",
        });
        const form = page.getByLabel("Password");
        await link.or(form).first().waitFor();
        if (await link.isVisible()) {
            assert.match(
                await page.getByRole("alert").innerText(),
                /Only administrators may see data sources/,
            );
            await link.click();
        }

        await signIn(page, account);

        await page.locator("h1").filter({ hasText: "Sources" }).waitFor();
        await page
            .getByLabel("Data sources")
            .or(page.getByRole("heading", { name: "No data sources yet" }))
            .or(page.getByText(`You are ${account.user}, `))
            .first()
            .waitFor();
        await close();
    },
);

for (const colorScheme of ["light", "dark"]) {
    test(
        `data sources tell whether they work and why not, and lead to their channels (${colorScheme})`,
        { skip: !hasSampleSources && "no FRESHET_SAMPLE_SOURCES" },
        async () => {
            const { page, close } = await openPage("#/sign-in?to=%23/sources", {
                colorScheme,
            });
            await signIn(page, account);
            const row = page.locator("li.source-row", { hasText: "Orders" });
            await row.locator(".health", { hasText: "Error" }).waitFor();
            assert.match(await row.innerText(), /ended with status 2/);
            assert.match(
                await row
                    .getByRole("link", { name: /Why this happens/ })
                    .getAttribute("href"),
                /live\.source\.unavailable/,
            );
            const idle = page.getByRole("region", {
                name: "Plugins that do not run",
            });
            assert.match(await idle.innerText(), /is not executable/);
            await page
                .locator("li.source-row .health", { hasText: "Unknown" })
                .waitFor();
            assert.deepEqual(await accessibilityViolations(page), []);

            await tabUntil(page, (element) =>
                element.matches(".check-again[aria-label*=Plant]"),
            );
            await page.keyboard.press("Enter");
            await page
                .getByRole("button", { name: "Checking Plant" })
                .waitFor();
            await page
                .getByRole("button", { name: "Check again: Plant" })
                .waitFor();
            await page
                .getByRole("link", { name: "Plant", exact: true })
                .focus();
            await page.keyboard.press("Enter");
            await page.locator("h1").filter({ hasText: "Plant" }).waitFor();
            assert.ok(page.url().endsWith("#/sources/plant"));
            await page.locator(".stream-list li").nth(1).waitFor();
            await page.getByText("What else it said").click();
            assert.deepEqual(await accessibilityViolations(page), []);

            await page.setViewportSize({ width: 360, height: 740 });
            assert.equal(await pixelsTooWide(page), 0, "Plant is too wide");
            await page.goBack();
            await page.locator("li.source-row").first().waitFor();
            assert.equal(await pixelsTooWide(page), 0, "the list is too wide");
            await page.goForward();
            await page.setViewportSize({ width: 1280, height: 800 });

            await page.getByLabel("Open a channel").press("Enter");
            await page.getByRole("alert").waitFor();
            await page.getByLabel("Open a channel").fill("hall/1/temperature");
            await page.keyboard.press("Enter");
            await page.locator(".plot canvas").first().waitFor();
            assert.ok(
                page.url().endsWith("#/channel/ds/plant/hall/1/temperature"),
            );
            await close();
        },
    );
}

for (const colorScheme of ["light", "dark"]) {
    test(`no page breaks a rule of accessibility (${colorScheme})`, async () => {
        const { page, close } = await openSignedIn("#/", { colorScheme });
        await movingCard(page).waitFor();
        await movingCard(page).evaluate(
            (card) => (location.hash = card.getAttribute("href")),
        );
        await page.locator(".plot canvas").first().waitFor();
        const channel = new URL(page.url()).hash;

        for (const hash of [
            "#/",
            "#/channels",
            channel,
            `${channel}?tab=raw`,
            "#/channel/ds/no-such-source/cpu",
            "#/sources",
            "#/sources/no-such-source",
            "#/connection",
            "#/sign-in",
            "#/help/live.channel.no-path",
        ]) {
            await page.evaluate((to) => (location.hash = to), hash);
            await page.locator("h1").first().waitFor();
            await page.waitForTimeout(700);
            assert.deepEqual(await accessibilityViolations(page), [], hash);
        }
        await close();
    });
}

for (const width of [360, 1280, 2560]) {
    test(`no page scrolls sideways at ${width} pixels`, async () => {
        const { page, close } = await openSignedIn("#/", {
            viewport: { width, height: 800 },
        });
        await movingCard(page).waitFor();
        const channel = await movingCard(page).getAttribute("href");

        for (const hash of [
            "#/",
            "#/channels",
            channel,
            "#/sources",
            "#/connection",
        ]) {
            await page.evaluate((to) => (location.hash = to), hash);
            await page.waitForTimeout(500);
            const wider = await pixelsTooWide(page);
            assert.equal(wider, 0, `${hash} is ${wider} pixels too wide`);
        }
        await close();
    });
}

test(
    "the page reconnects by itself after the server was restarted",
    { skip: !canRestart && "no FRESHET_RESTART" },
    async () => {
        const { page, close } = await openSignedIn();
        await untilLight(page, /live/);
        await movingCard(page).waitFor();
        await page.evaluate(() => (window.sameDocument = true));

        await restartServer();
        await untilLight(page, /live/, 60_000);
        const canvas = movingCard(page).locator("canvas");
        const before = await picture(canvas);
        await eventually(async () => (await picture(canvas)) !== before, {
            timeout: 30_000,
            what: "movement after the restart",
        });
        assert.ok(
            await page.evaluate(() => window.sameDocument === true),
            "the page was reloaded",
        );
        await close();
    },
);

async function tabUntil(page, matches) {
    for (let presses = 0; presses < 80; presses++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate(`(${matches})(document.activeElement)`)) return;
    }
    assert.fail(`Tab never reached ${matches}`);
}
