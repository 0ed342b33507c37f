// The data sources and plugins of the mock server: one of everything that can be said of them.

const source = (uid, name, type, more = {}) => ({
    id: dataSourceId++,
    uid,
    orgId: 1,
    name,
    type,
    access: 'proxy',
    url: '',
    user: '',
    database: '',
    basicAuth: false,
    isDefault: false,
    jsonData: {},
    secureJsonFields: {},
    readOnly: true,
    ...more,
});
let dataSourceId = 1;

export const dataSources = [
    source('plant', 'Plant', 'grafana-mqtt-datasource', {
        url: 'tcp://broker.example:1883',
        user: 'freshet',
        isDefault: true,
        secureJsonFields: { password: true, tlsClientKey: true },
        streams: [
            {
                name: 'hall/1/temperature',
                interval: '5s',
                range: '15m',
                delay: '0',
                query: { topic: 'hall/1/temperature' },
                channel: 'ds/plant/hall/1/temperature',
            },
        ],
    }),
    source('P51BA1E5D0C2F9A77', 'Orders of all branches', 'acme-orders-datasource', {
        url: 'https://orders.example/api/v2/with/a/rather/long/path',
        readOnly: false,
    }),
    source('weather', 'Weather', 'acme-weather-datasource', { url: 'https://weather.example' }),
    source('sample', 'Sample data', 'testdata'),
    source('ledger', 'Ledger', 'acme-ledger-datasource', { url: 'ledger.example:5432', database: 'ledger' }),
];

const plugin = (id, name, state, more = {}) => ({
    id,
    name,
    type: 'datasource',
    info: { version: '1.4.2' },
    signature: 'valid',
    state,
    since: new Date(Date.now() - 4_000_000).toISOString(),
    restarts: 0,
    droppedPackets: 0,
    ...more,
});

export const plugins = [
    plugin('grafana-mqtt-datasource', 'MQTT', 'running', { pid: 4711, restarts: 2, lastExitStatus: 137 }),
    plugin('acme-orders-datasource', 'Orders', 'waiting', {
        restarts: 14,
        lastExitStatus: 2,
        reason: 'Its process ended with status 2; it is started again in 30 s. Read its last error line.',
        lastError: 'panic: open /etc/orders/ca.pem: permission denied',
    }),
    plugin('acme-weather-datasource', 'Weather', 'not-started', { signature: 'unsigned' }),
    plugin('acme-map-panel', 'Map', 'no-backend', { type: 'panel' }),
    plugin('acme-vibration-datasource', 'Vibration', 'not-allowed', {
        signature: 'unsigned',
        reason: 'Nobody vouches for "acme-vibration-datasource"; name it in [plugins] allow_loading_unsigned_plugins if you trust it.',
    }),
    plugin('acme-scada-datasource', 'SCADA', 'failed', {
        reason: 'Its program gpx_scada_linux_amd64 is not executable; chmod +x it.',
    }),
];

/** Channels that are in the list from the start, with so many subscribers, and why one does not run. */
export const startingStreams = {
    'ds/plant/hall/1/temperature': { subscribers: 3 },
    'ds/plant/hall/2/temperature': { subscribers: 1 },
    'ds/P51BA1E5D0C2F9A77/open': {
        subscribers: 2,
        why: 'Plugin "acme-orders-datasource" ended with status 2 and is started again in 30 s.',
    },
};

const answers = {
    plant: [200, { status: 'OK', message: 'Connected to broker.example:1883', details: { clientId: 'freshet-1' } }],
    P51BA1E5D0C2F9A77: [
        503,
        {
            message:
                'Plugin "acme-orders-datasource" ended with status 2: panic: open /etc/orders/ca.pem: permission denied.',
            messageId: 'live.source.unavailable',
            statusCode: 503,
            hint: 'It is started again in 30 s; check who may read the file.',
        },
    ],
    weather: [400, { status: 'UNKNOWN', message: 'The plugin has no health check' }],
    sample: [200, { status: 'OK', message: '"testdata" is part of this server.' }],
    ledger: [
        404,
        {
            message: 'No plugin has the id "acme-ledger-datasource", the type of data source "Ledger".',
            messageId: 'live.source.plugin-missing',
            statusCode: 404,
            hint: 'Put the plugin into the directory of [paths] plugins, then restart.',
        },
    ],
};

export function healthOf(uid) {
    const [status, body] = answers[uid] ?? [
        404,
        {
            message: `Data source not found: ${uid}`,
            messageId: 'live.channel.unknown-datasource',
            statusCode: 404,
            hint: 'Its name is not accepted; look for its uid in the list.',
        },
    ];
    return { status, body };
}

/** The answer to the first of some queries: a sine, a channel that moves, or a refusal of the topic "wrong". */
export function answerTo({ live = true, queries: [{ refId, datasource, topic }] }) {
    if (topic === 'wrong') {
        const error = 'Topic "wrong" is not allowed by the broker. Choose another one.';
        return [400, { results: { [refId]: { error, status: 400, messageId: 'datasource.query.failed' } } }];
    }
    const now = Math.floor(Date.now() / 5000) * 5000;
    const times = Array.from({ length: 180 }, (_, i) => now - (179 - i) * 5000);
    const values = times.map((time) => 21 + 3 * Math.sin(time / 60_000));
    const fields = [
        { name: 'Time', type: 'time', typeInfo: { frame: 'time.Time' } },
        { name: 'Value', type: 'number', typeInfo: { frame: 'float64' }, labels: { topic } },
    ];
    const meta = { channel: `ds/${datasource.uid}/hall/1/temperature` };
    const frame = live
        ? { schema: { refId, meta, fields: [] }, data: { values: [] } }
        : { schema: { refId, fields }, data: { values: [times, values] } };
    return [200, { results: { [refId]: { status: 200, frames: [frame] } } }];
}
