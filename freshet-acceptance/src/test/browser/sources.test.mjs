// The page of data sources of a server that has some; see harness.mjs for how to run it. The server has "Samples" of type
// testdata with the uid samples, and "Meters" of a type that nobody serves.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { account, closeBrowser, openPage, signIn } from "./harness.mjs";

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
