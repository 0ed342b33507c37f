// What the mock server sends: something like this machine's metrics, as Telegraf names them, and the sample streams.

const time = { name: 'time', type: 'time', typeInfo: { frame: 'time.Time' } };
const number = (name, extra = {}) => ({
    name,
    type: 'number',
    typeInfo: { frame: 'float64', nullable: true },
    ...extra,
});
const labelled = (name, fields, rows, now) => ({
    schema: { name, fields: [{ name: 'labels', type: 'string', typeInfo: { frame: 'string' } }, time, ...fields] },
    data: {
        values: [
            rows.map((row) => row[0]),
            rows.map(() => now),
            ...fields.map((_, i) => rows.map((row) => row[i + 1])),
        ],
    },
});
const wave = (now, seconds, low, high, noise = 0.08) =>
    low +
    (high - low) * (0.5 + 0.42 * Math.sin((now / 1000 / seconds) * 2 * Math.PI) + noise * (Math.random() - 0.5) * 2);
const counters = new Map();
const counter = (name, by) => {
    counters.set(name, Math.round((counters.get(name) ?? 1e9) + by));
    return counters.get(name);
};

export function hostFrames(now) {
    const cpu = ['cpu-total', 'cpu0', 'cpu1'].map((name, i) => {
        const user = wave(now + i * 9000, 47, 8, 72);
        const system = wave(now + i * 5000, 31, 2, 18);
        return [`cpu=${name}, host=host-a`, Math.max(0, 100 - user - system), system, user, wave(now, 90, 0, 3)];
    });
    const disk = ['vda', 'vdb'].map((name, i) => [
        `host=host-a, name=${name}`,
        counter(`r${name}`, wave(now + i * 4000, 25, 0, 5e6)),
        counter(`w${name}`, wave(now + i * 7000, 17, 1e5, 2e7)),
    ]);
    const net = ['eth0', 'wg0'].map((name, i) => [
        `host=host-a, interface=${name}`,
        counter(`i${name}`, wave(now + i * 3000, 21, 1e4, 3e6)),
        counter(`o${name}`, wave(now + i * 8000, 29, 1e4, 8e5)),
        counter(`p${name}`, wave(now, 29, 10, 2000)),
    ]);
    const used = wave(now, 240, 5.2e9, 9.8e9, 0.01);
    const on = Math.floor(now / 13_000) % 2 === 0;
    const line = [
        'accepted connection from 10.1.4.17',
        'flushed 1000 metrics in 8.2ms',
        'retrying after 503 from upstream',
        'rotated access log',
    ][Math.floor(now / 1000) % 4];
    return [
        [
            'stream/host/cpu',
            labelled(
                'cpu',
                [number('usage_idle'), number('usage_system'), number('usage_user'), number('usage_iowait')],
                cpu,
                now,
            ),
        ],
        [
            'stream/host/mem',
            labelled(
                'mem',
                [number('available'), number('used'), number('used_percent'), number('cached')],
                [['host=host-a', 16.5e9 - used, used, (used / 16.5e9) * 100, wave(now, 400, 1e9, 2e9, 0.01)]],
                now,
            ),
        ],
        ['stream/host/diskio', labelled('diskio', [number('read_bytes'), number('write_bytes')], disk, now)],
        [
            'stream/host/net',
            labelled('net', [number('bytes_recv'), number('bytes_sent'), number('packets_recv')], net, now),
        ],
        [
            'stream/host/system',
            labelled(
                'system',
                [number('load1'), number('load5'), number('load15'), number('uptime')],
                [
                    [
                        'host=host-a',
                        wave(now, 60, 0.3, 3.4),
                        wave(now, 200, 0.8, 2.2, 0.02),
                        wave(now, 500, 1, 1.6, 0.01),
                        Math.floor(now / 1000) % 1e6,
                    ],
                ],
                now,
            ),
        ],
        [
            'stream/plant/valve',
            {
                schema: {
                    name: 'valve',
                    fields: [
                        time,
                        { name: 'open', type: 'boolean', typeInfo: { frame: 'bool' } },
                        { name: 'state', type: 'string', typeInfo: { frame: 'string' } },
                        number('pressure', { config: { unit: 'pressurebar' } }),
                        number('temperature'),
                    ],
                },
                data: {
                    values: [
                        [now],
                        [on],
                        [on ? (now % 26_000 < 5000 ? 'opening' : 'open') : 'closed'],
                        [wave(now, 13, 1.1, 3.9)],
                        [wave(now, 70, 18, 24)],
                    ],
                },
            },
        ],
        [
            'stream/app/log',
            {
                schema: {
                    name: 'log',
                    meta: { typeVersion: [0, 0], preferredVisualisationType: 'logs' },
                    fields: [
                        time,
                        { name: 'level', type: 'string', typeInfo: { frame: 'string' } },
                        { name: 'line', type: 'string', typeInfo: { frame: 'string' } },
                    ],
                },
                data: {
                    values: [
                        [now],
                        [line.includes('503') ? 'warn' : 'info'],
                        [`${line} (#${Math.floor(now / 1000) % 10_000})`],
                    ],
                },
            },
        ],
    ];
}

let ticks = 0;
let walk = 60;

export function sampleFrames(now) {
    walk += (Math.random() - 0.5) * 3;
    const frame = {
        schema: {
            name: 'testdata',
            fields: [{ ...time, name: 'Time' }, number('Value'), number('Min'), number('Max')],
        },
        data: { values: [[now], [walk], [walk - 4 - Math.random() * 3], [walk + 4 + Math.random() * 3]] },
    };
    const frames = [
        ['plugin/testdata/random-20Hz-stream', frame],
        ['ds/plant/hall/1/temperature', frame],
    ];
    if (ticks++ % 40 === 0)
        frames.push(['plugin/testdata/random-2s-stream', frame], ['ds/plant/hall/2/temperature', frame]);
    return frames;
}
