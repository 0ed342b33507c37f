#!/usr/bin/env node
// Runs the browser tests against the mock server, restarting it when they ask: node dev/browser-tests.mjs [test name pattern]
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const port = process.env.PORT ?? '3199';
const base = '/freshet/';

function startServer() {
    const server = spawn(process.execPath, [file('mock-server.mjs')], {
        env: { ...process.env, PORT: port, MOCK_BASE: base },
        stdio: ['ignore', 'pipe', 'inherit'],
    });
    return new Promise((resolve) => server.stdout.once('data', () => resolve(server)));
}

let server = await startServer();
const pattern = process.argv[2] ? [`--test-name-pattern=${process.argv[2]}`] : [];
const tests = spawn(
    process.execPath,
    [...pattern, file('../../freshet-acceptance/src/test/browser/console.test.mjs')],
    {
        env: {
            ...process.env,
            FRESHET_URL: `http://127.0.0.1:${port}${base}`,
            FRESHET_USER: 'admin',
            FRESHET_PASSWORD: 'admin',
            FRESHET_RESTART: '1',
            FRESHET_SAMPLE_SOURCES: '1',
        },
        stdio: ['pipe', 'pipe', 'inherit'],
    },
);
createInterface({ input: tests.stdout }).on('line', async (line) => {
    console.log(line);
    if (line !== 'RESTART') return;
    server.kill();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    server = await startServer();
    tests.stdin.write('restarted\n');
});
tests.on('exit', (code) => {
    server.kill();
    process.exit(code ?? 1);
});
