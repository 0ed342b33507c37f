// What the browser tests share. Run one with `node console.test.mjs`; it reads
//   FRESHET_URL       the server, for example http://127.0.0.1:3000/ (a sub-path is fine)
//   FRESHET_USER, FRESHET_PASSWORD   an account for signing in; without them that test is left out
//   FRESHET_CHROMIUM  the browser, when it is not where distributions put it
//   FRESHET_PROVISIONING    the server's directory of provisioning files, where sources.test.mjs may add one
//   FRESHET_SAMPLE_SOURCES  "1" when the server has the data sources and plugins of dev/mock-sources.mjs
//   FRESHET_RESTART   "1" when whoever started us restarts the server after a line "RESTART" on our output,
//                     and says "restarted" on our input; without it that test is left out
// The packages come from freshet-console/node_modules, the one set of locked packages.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { existsSync } from "node:fs";
import { createServer, request as forward } from "node:http";
import assert from "node:assert/strict";

const require = createRequire(
    new URL("../../../../freshet-console/package.json", import.meta.url),
);
const { chromium } = require("playwright-core");
const axePath = require.resolve("axe-core/axe.min.js");

const PATHS = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
];
const FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

export const server = (
    process.env.FRESHET_URL ?? "http://127.0.0.1:3000/"
).replace(/\/?$/, "/");
export const account = process.env.FRESHET_USER
    ? {
          user: process.env.FRESHET_USER,
          password: process.env.FRESHET_PASSWORD ?? "",
      }
    : null;
export const hasSampleSources = process.env.FRESHET_SAMPLE_SOURCES === "1";
export const canRestart = process.env.FRESHET_RESTART === "1";

let browser;

/** A page of its own (own cookies and storage) with what it complained about. */
export async function openPage(path = "#/", options = {}) {
    const executablePath =
        process.env.FRESHET_CHROMIUM ?? PATHS.find((one) => existsSync(one));
    assert.ok(
        executablePath,
        `no Chromium at ${PATHS.join(", ")}; set FRESHET_CHROMIUM`,
    );
    browser ??= await chromium.launch({
        executablePath,
        headless: true,
        args: FLAGS,
    });
    const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        ...options,
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning")
            complaints.push(`${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(new URL(path, server).href);
    return { page, complaints, close: () => context.close() };
}

export async function closeBrowser() {
    await browser?.close();
}

/** The demo lets people in without an account; elsewhere we sign in first. */
export async function openSignedIn(path = "#/", options = {}) {
    const opened = await openPage(path, options);
    const form = opened.page.getByRole("button", {
        name: "Sign in",
        exact: true,
    });
    const frame = opened.page.getByRole("navigation", { name: "Pages" });
    await form.or(frame).first().waitFor();
    if (!(await frame.isVisible())) {
        assert.ok(
            account,
            "the server wants a sign-in: set FRESHET_USER and FRESHET_PASSWORD",
        );
        await signIn(opened.page, account);
        opened.complaints.length = 0;
    }
    await frame.waitFor();
    return opened;
}

export async function signIn(page, { user, password }) {
    await page.getByLabel("User").fill(user);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** The server behind a proxy that, like many, does not know upgrades; it answers 502 to paths that match `refused`. */
export async function proxyWithoutUpgrades(refused = /^$/) {
    const target = new URL(server);
    const proxy = createServer((request, response) => {
        if (refused.test(request.url)) {
            response.writeHead(502).end();
            return;
        }
        const { upgrade: _, connection: __, ...headers } = request.headers;
        const onward = forward(
            new URL(request.url, target),
            { method: request.method, headers },
            (answer) => {
                response.writeHead(answer.statusCode, answer.headers);
                answer.pipe(response);
            },
        );
        onward.on("error", () => response.destroy());
        response.on("close", () => onward.destroy());
        request.pipe(onward);
    });
    await new Promise((listening) => proxy.listen(0, "127.0.0.1", listening));
    const url = new URL(target);
    url.port = proxy.address().port;
    return {
        url: url.href,
        close: () => {
            proxy.close();
            proxy.closeAllConnections();
        },
    };
}

/** Waits until the connection light says so. */
export async function untilLight(page, pattern, timeout = 30_000) {
    await page
        .locator(".light-text")
        .filter({ hasText: pattern })
        .waitFor({ timeout });
}

/** Violations of the rules of WCAG 2.1 A and AA, each with the elements that break it. */
export async function accessibilityViolations(page) {
    // Injected by evaluation, because the page's content security policy allows no foreign script element.
    await page.evaluate(readFile(axePath));
    const results = await page.evaluate(() =>
        globalThis.axe.run(document, {
            runOnly: [
                "wcag2a",
                "wcag2aa",
                "wcag21a",
                "wcag21aa",
                "best-practice",
            ],
        }),
    );
    return results.violations.map(
        (one) =>
            `${one.id}: ${one.help} — ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`,
    );
}

/** How far the page would have to be scrolled sideways. */
export function pixelsTooWide(page) {
    return page.evaluate(() =>
        Math.max(
            document.documentElement.scrollWidth - innerWidth,
            document.querySelector("main").scrollWidth -
                document.querySelector("main").clientWidth,
        ),
    );
}

function readFile(path) {
    return require("node:fs").readFileSync(path, "utf8");
}

/** Has the server restarted by whoever started this script. */
export async function restartServer() {
    const lines = createInterface({ input: process.stdin });
    const done = new Promise((resolve, reject) => {
        lines.on("line", (line) => line.trim() === "restarted" && resolve());
        lines.on("close", () =>
            reject(new Error("nobody restarted the server")),
        );
    });
    process.stdout.write("\nRESTART\n");
    await done;
    lines.removeAllListeners("close");
    lines.close();
    process.stdin.unref?.();
}

export async function eventually(
    check,
    { timeout = 15_000, what = "it" } = {},
) {
    const until = Date.now() + timeout;
    for (;;) {
        const found = await check();
        if (found) return found;
        assert.ok(
            Date.now() < until,
            `${what} did not happen within ${timeout / 1000} s`,
        );
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
}
