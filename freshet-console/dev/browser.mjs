import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PATHS = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
];

/** The system's Chromium with nothing of it going out on its own; FRESHET_CHROMIUM names another. */
export async function openBrowser() {
    const executablePath = process.env.FRESHET_CHROMIUM ?? PATHS.find((path) => existsSync(path));
    if (!executablePath) throw new Error(`No Chromium found at ${PATHS.join(', ')}; set FRESHET_CHROMIUM`);
    return chromium.launch({
        executablePath,
        headless: true,
        args: [
            '--headless',
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
        ],
    });
}
