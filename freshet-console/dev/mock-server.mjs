#!/usr/bin/env node
// A stand-in for the server while working on the console: the HTTP routes the console uses, and enough of the Centrifuge
// protocol (JSON, version 2) to connect, subscribe, get pushes and be pinged. Serves target/dist as the server does.
//
//   PORT=3100            MOCK_LOGIN=1 (no anonymous viewer; admin/admin)   MOCK_EMPTY=1 (no data)
//   MOCK_CHANNELS=10000  (that many more in the list)                      MOCK_RATE=5000 (messages a second on bench channels)
//   MOCK_BENCH=20       (on so many bench channels)
//   MOCK_BASE=/freshet/  (serve under a sub-path)
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { hostFrames, sampleFrames } from './mock-data.mjs';
import { answerTo, dataSources, healthOf, plugins, startingStreams } from './mock-sources.mjs';

const port = Number(process.env.PORT ?? 3100);
const base = process.env.MOCK_BASE ?? '/';
const needsLogin = process.env.MOCK_LOGIN === '1';
const empty = process.env.MOCK_EMPTY === '1';
const extraChannels = Number(process.env.MOCK_CHANNELS ?? 0);
const rate = Number(process.env.MOCK_RATE ?? 0);
const benchChannels = Number(process.env.MOCK_BENCH ?? 20);
const dist = join(dirname(fileURLToPath(import.meta.url)), '../target/dist');
const types = {
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.svg': 'image/svg+xml',
};

const streams = new Map(); // channel -> { kind, schema, last, times, lastAt, subscribers:Set<Client> }
const clients = new Set();
const sessions = new Set();
let sent = 0;
let attempts = 0;

function stream(channel, kind = 'managed') {
    let known = streams.get(channel);
    if (!known)
        streams.set(
            channel,
            (known = { kind, schema: null, schemaText: '', last: null, times: [], lastAt: 0, subscribers: new Set() }),
        );
    return known;
}

/** Schema once, then data only, as the server does. */
function pushFrame(channel, frame, kind) {
    const to = stream(channel, kind);
    const schemaText = JSON.stringify(frame.schema);
    const data = schemaText === to.schemaText ? { data: frame.data } : frame;
    to.schema = frame.schema;
    to.schemaText = schemaText;
    to.last = frame;
    deliver(to, channel, data);
}

function deliver(to, channel, data) {
    const now = Date.now();
    to.lastAt = now;
    to.times.push(now);
    if (to.times.length > 6000) to.times.splice(0, 1000);
    if (to.subscribers.size === 0) return;
    const text = JSON.stringify({ push: { channel: `1/${channel}`, pub: { data } } });
    for (const client of to.subscribers) client.write(text);
}

class Client {
    constructor(socket) {
        this.socket = socket;
        this.channels = new Set();
        this.queue = [];
        socket.on('message', (text) =>
            String(text)
                .split('\n')
                .filter(Boolean)
                .forEach((line) => this.command(JSON.parse(line))),
        );
        socket.on('close', () => this.gone());
        this.ping = setInterval(() => this.write('{}'), 25_000);
    }

    /** Joins what is written in one round into one frame, several lines of JSON. */
    write(text) {
        sent++;
        this.queue.push(text);
        if (this.queue.length > 1) return;
        setImmediate(() => {
            if (this.socket.readyState === 1) this.socket.send(this.queue.join('\n'));
            this.queue = [];
        });
    }

    command(command) {
        const reply = (body) => this.write(JSON.stringify({ id: command.id, ...body }));
        if (command.connect) reply({ connect: { client: (this.id = randomUUID()), ping: 25, pong: true } });
        else if (command.subscribe) this.subscribe(command.subscribe.channel, reply);
        else if (command.unsubscribe) {
            this.leave(command.unsubscribe.channel.replace(/^1\//, ''));
            reply({ unsubscribe: {} });
        } else if (command.rpc) reply({ error: { code: 104, message: 'method not found' } });
    }

    subscribe(wire, reply) {
        const channel = wire.replace(/^(1|default)\//, '');
        const refusal = refusalOf(channel);
        if (refusal) return reply({ error: { code: refusal.code, message: refusal.message } });
        const to = stream(
            channel,
            /^(plugin|ds)\//.test(channel) ? 'source' : channel.startsWith('stream/demo/') ? 'events' : 'managed',
        );
        to.subscribers.add(this);
        this.channels.add(channel);
        reply({ subscribe: to.last ? { data: to.last } : {} });
    }

    leave(channel) {
        streams.get(channel)?.subscribers.delete(this);
        this.channels.delete(channel);
    }

    gone() {
        clearInterval(this.ping);
        clients.delete(this);
        for (const channel of [...this.channels]) this.leave(channel);
    }
}

function refusalOf(channel) {
    const [scope, namespace, path] = channel.split('/');
    if (!path)
        return {
            code: 400,
            message: `Channel "${channel}" has no path; a channel is scope/namespace/path, for example stream/telegraf/cpu.`,
            messageId: 'live.channel.no-path',
        };
    if (scope === 'ds' && !dataSources.some((one) => one.uid === namespace))
        return {
            code: 404,
            message: `Data source not found: ${namespace}; check the uid in the channel.`,
            messageId: 'live.channel.unknown-datasource',
            hint: 'Data sources have a uid of their own; its name is not accepted.',
        };
    return null;
}

const routes = {
    'GET api/health': () => json(200, { database: 'ok', version: 'mock' }),
    'GET api/user': (request) => {
        if (signedIn(request))
            return json(200, { login: 'admin', name: 'Ada Admin', role: 'Admin', orgId: 1, isAnonymous: false });
        return needsLogin
            ? unauthorised()
            : json(200, { login: 'anonymous', name: 'Anonymous', role: 'Viewer', orgId: 1, isAnonymous: true });
    },
    'POST login': (_, body) => {
        const { user, password } = JSON.parse(body);
        if (user === 'admin' && password === (process.env.FRESHET_PASSWORD ?? 'admin')) {
            const session = randomUUID();
            sessions.add(session);
            return json(
                200,
                { message: 'Logged in' },
                { 'Set-Cookie': `grafana_session=${session}; HttpOnly; Path=/; SameSite=Lax` },
            );
        }
        if (++attempts > 5)
            return json(429, {
                message: 'Too many attempts for user "admin" from this address',
                messageId: 'auth.too-many-attempts',
                statusCode: 429,
                hint: 'Wait 30 s, then try again.',
            });
        return json(401, {
            message: 'User or password is wrong',
            messageId: 'auth.wrong-password',
            statusCode: 401,
            hint: 'Passwords are case-sensitive; freshet user password sets a new one.',
        });
    },
    'POST logout': (request) => {
        sessions.delete(sessionOf(request));
        return json(200, { message: 'Logged out' }, { 'Set-Cookie': 'grafana_session=; Path=/; Max-Age=0' });
    },
    'GET api/live/list': () => json(200, { channels: list() }),
    'POST api/live/publish': (_, body) => {
        const { channel, data } = JSON.parse(body);
        if (!channel.startsWith('stream/demo/'))
            return json(403, {
                message: `Publishing to ${channel} is not open to you`,
                messageId: 'live.publish.forbidden',
                statusCode: 403,
                hint: 'Open it with a [freshet.channel.<name>] section: pattern = …, publish = Viewer.',
            });
        deliver(stream(channel, 'events'), channel, data);
        return json(200, {});
    },
    'GET api/datasources': (request) => forAdmins(request) ?? json(200, empty ? [] : dataSources),
    'POST api/ds/query': (request, body) => forAdmins(request) ?? json(...answerTo(JSON.parse(body))),
    'GET api/plugins': (request) => forAdmins(request) ?? json(200, empty ? [] : plugins),
    'GET metrics': () => ({
        status: 200,
        headers: { 'Content-Type': 'text/plain' },
        body: `grafana_live_node_num_clients ${clients.size}\ngrafana_live_transport_messages_sent{transport="websocket"} ${sent}\n`,
    }),
};

function list() {
    const now = Date.now();
    const entries = [...streams].map(([channel, one]) => ({
        channel,
        minute_rate: one.times.filter((time) => time > now - 60_000).length,
        data: one.schema ? { schema: one.schema } : {},
        kind: one.kind,
        subscribers: one.subscribers.size,
        ...(one.lastAt > 0 && { lastMessageAgeMs: now - one.lastAt }),
        ...(one.why && { why: one.why }),
    }));
    for (let i = 0; i < extraChannels; i++) {
        entries.push({
            channel: `stream/plant-${i % 40}/sensor-${String(i).padStart(5, '0')}`,
            minute_rate: (i * 7919) % 60,
            data: { schema: { name: 's', fields: [] } },
            kind: i % 9 === 0 ? 'events' : 'managed',
            subscribers: i % 5,
            fields: (i % 12) + 2,
            lastMessageAgeMs: ((i * 104729) % 400) * 1000,
        });
    }
    return entries.sort((a, b) => (a.channel < b.channel ? -1 : 1));
}

function info(channel) {
    const refusal = refusalOf(channel);
    if (refusal) return json(refusal.code, { ...refusal, statusCode: refusal.code });
    const one = streams.get(channel);
    const publish = channel.startsWith('stream/demo/')
        ? { allowed: true }
        : {
              allowed: false,
              message: `Publishing to ${channel} is not open to you.`,
              messageId: 'live.channel.publish-refused',
              hint: 'Push instead.',
          };
    const permissions = { subscribe: { allowed: true }, publish };
    if (!one)
        return json(200, {
            known: false,
            channel,
            subscribers: 0,
            why: 'Nothing was ever pushed to this channel.',
            ...permissions,
        });
    return json(200, {
        known: true,
        channel,
        kind: one.kind,
        subscribers: one.subscribers.size,
        retention: 'The last frame, for one hour',
        conflicts: [],
        ...permissions,
    });
}

const sessionOf = (request) => /grafana_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
const signedIn = (request) => sessions.has(sessionOf(request));
const unauthorised = () =>
    json(401, {
        message: 'Sign in first',
        messageId: 'auth.unauthorised',
        statusCode: 401,
        hint: 'Sign in, or send a token.',
    });
/** What somebody is told who is no administrator; nothing for those who are. */
const forAdmins = (request) =>
    signedIn(request)
        ? null
        : json(403, {
              message: 'Role "Viewer" is not enough to read data sources; Admin is needed',
              messageId: 'auth.forbidden',
              statusCode: 403,
              hint: 'Sign in as an administrator, or use a token with that role.',
          });
const json = (status, body, headers = {}) => ({
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
});

async function answer(request) {
    const path = new URL(request.url, 'http://x').pathname;
    if (!path.startsWith(base)) return { status: 404, headers: {}, body: '' };
    const route = path.slice(base.length);
    let body = '';
    for await (const chunk of request) body += chunk;
    const open = route === 'login' || route === 'api/health' || route === 'api/user' || !/^(api|metrics)/.test(route);
    if (needsLogin && !open && !signedIn(request)) return unauthorised();
    const handler = routes[`${request.method} ${route}`];
    if (handler) return handler(request, body);
    const asked = /^api\/datasources\/uid\/([^/]+)\/health$/.exec(route);
    if (asked) return forAdmins(request) ?? health(decodeURIComponent(asked[1]));
    if (route.startsWith('api/live/info/')) return info(decodeURIComponent(route.slice('api/live/info/'.length)));
    if (route.startsWith('api/'))
        return json(404, {
            message: `No such route: ${request.method} /${route}`,
            messageId: 'http.not-found',
            statusCode: 404,
        });
    return asset(route);
}

async function health(uid) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { status, body } = healthOf(uid);
    return json(status, body);
}

/** The console's files; every other address gets the page with the base that makes its relative addresses right. */
function asset(route) {
    const file = join(dist, normalize(route));
    if (route !== '' && route !== 'index.html' && file.startsWith(dist) && existsSync(file) && extname(file) !== '') {
        return {
            status: 200,
            headers: { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' },
            stream: createReadStream(file),
        };
    }
    const page = readFileSync(join(dist, 'index.html'), 'utf8').replace(
        '<base href="./" />',
        `<base href="${base}" />`,
    );
    return {
        status: 200,
        headers: {
            'Content-Type': types['.html'],
            'Content-Security-Policy':
                "default-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'self'",
        },
        body: page,
    };
}

const server = createServer(async (request, response) => {
    try {
        const { status, headers, body, stream: file } = await answer(request);
        response.writeHead(status, headers);
        if (file) file.pipe(response);
        else response.end(body);
    } catch (error) {
        response.writeHead(500).end(String(error));
    }
});
const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
    if (!request.url.startsWith(`${base}api/live/ws`) || (needsLogin && !signedIn(request))) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (ws) => clients.add(new Client(ws)));
});
server.listen(port, '127.0.0.1', () => console.log(`mock server on http://127.0.0.1:${port}${base}`));

if (!empty) {
    for (const [channel, { why, subscribers }] of Object.entries(startingStreams)) {
        const to = stream(channel, 'source');
        to.why = why;
        for (let i = 0; i < subscribers; i++) to.subscribers.add({ write() {} });
    }
    setInterval(() => hostFrames(Date.now()).forEach(([channel, frame]) => pushFrame(channel, frame)), 1000);
    setInterval(() => sampleFrames(Date.now()).forEach(([channel, frame]) => pushFrame(channel, frame, 'source')), 50);
}
if (rate > 0) {
    const perTick = rate / 50;
    const frame = (value, now) => ({
        schema: {
            name: 'bench',
            fields: [
                { name: 'time', type: 'time', typeInfo: { frame: 'time.Time' } },
                { name: 'value', type: 'number', typeInfo: { frame: 'float64' } },
            ],
        },
        data: { values: [[now], [value]] },
    });
    let n = 0;
    setInterval(() => {
        for (let i = 0; i < perTick; i++)
            pushFrame(
                `stream/bench/channel-${n % benchChannels}`,
                frame(Math.sin(n / 900) * 50 + (n++ % 7), Date.now()),
            );
    }, 20);
}
