#!/usr/bin/env node
// Takes pictures of every page in both themes and three widths, for looking at: node dev/shots.mjs OUT [URL] [filter]
import { mkdirSync } from 'node:fs';
import { openBrowser } from './browser.mjs';

const [out = 'target/shots', url = 'http://127.0.0.1:3100/', filter = ''] = process.argv.slice(2);
const pages = {
    overview: '#/',
    channels: '#/channels',
    cpu: '#/channel/stream/host/cpu',
    mem: '#/channel/stream/host/mem',
    valve: '#/channel/stream/plant/valve',
    raw: '#/channel/stream/host/cpu?tab=raw',
    log: '#/channel/stream/app/log',
    refused: '#/channel/ds/no-such/cpu',
    hello: '#/channel/stream/demo/hello',
    connection: '#/connection',
    'sign-in': '#/sign-in',
    'sources-refused': '#/sources',
};
const adminPages = {
    sources: '#/sources',
    'source-ok': '#/sources/plant',
    'source-error': '#/sources/P51BA1E5D0C2F9A77',
    'source-unknown': '#/sources/weather',
    'source-missing': '#/sources/nothing',
};
const widths = { phone: [360, 740], desk: [1280, 800], wide: [2560, 1300] };

mkdirSync(out, { recursive: true });
const browser = await openBrowser();
for (const theme of ['light', 'dark']) {
    for (const [size, [width, height]] of Object.entries(widths)) {
        const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme });
        const page = await context.newPage();
        page.on(
            'console',
            (message) => message.type() === 'error' && console.log(`${size} ${theme}: ${message.text()}`),
        );
        page.on('pageerror', (error) => console.log(`${size} ${theme}: ${error}`));
        await page.goto(url);
        await page.waitForTimeout(Number(process.env.WARM ?? 1500));
        const shoot = async (some) => {
            for (const [name, hash] of Object.entries(some)) {
                if (!`${name}-${size}-${theme}`.includes(filter)) continue;
                await page.evaluate((to) => (location.hash = to), hash);
                await page.waitForTimeout(Number(process.env.WAIT ?? 1200));
                await page.screenshot({ path: `${out}/${name}-${size}-${theme}.png` });
            }
        };
        await shoot(pages);
        await page.request.post(new URL('login', url).href, { data: { user: 'admin', password: 'admin' } });
        await page.reload();
        await page.waitForTimeout(500);
        await shoot(adminPages);
        await context.close();
    }
}
await browser.close();
