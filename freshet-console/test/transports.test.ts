import { afterEach, describe, expect, it, vi } from 'vitest';
import { lightOf } from '../src/app/light';
import type { ConnectionState } from '../src/live/connection';
import type { SocketWatch } from '../src/live/socket';
import { watchedFetch } from '../src/live/streams';

const LIVE: ConnectionState = {
  phase: 'live',
  transport: 'websocket',
  clientId: 'c-1',
  since: 0,
  retryAt: null,
  roundTripMillis: 12.3,
  problem: null,
  events: [],
};

describe('the connection light', () => {
  it('is green on a WebSocket, with the round trip', () => {
    expect(lightOf(LIVE, 0)).toEqual({ tone: 'good', text: 'live · 12 ms' });
  });

  it('says why the connection is not a WebSocket', () => {
    expect(lightOf({ ...LIVE, transport: 'http_stream' }, 0)).toEqual({
      tone: 'warn',
      text: 'live over HTTP streaming: WebSocket is blocked between here and the server',
    });
  });
});

describe('a watched fetch', () => {
  const URL = 'https://dash.example/api/live/http_stream';
  const told: string[] = [];
  const watch: SocketWatch = {
    connecting: () => told.push('connecting'),
    received: (bytes) => told.push(`${bytes} bytes`),
    roundTrip: () => told.push('round trip'),
    closed: (code, _reason, wasOpen) => told.push(`closed ${code} ${wasOpen}`),
  };

  afterEach(() => {
    told.length = 0;
    vi.unstubAllGlobals();
  });

  it('counts what the stream brings and passes it on', async () => {
    vi.stubGlobal('fetch', async () => new Response('{}\n'));

    const response = await watchedFetch(URL, watch)(URL);

    expect(response.ok).toBe(true);
    expect(await response.text()).toBe('{}\n');
    expect(told).toEqual(['connecting', '3 bytes']);
  });

  it('tells when the stream does not open', async () => {
    vi.stubGlobal('fetch', async () => new Response('no', { status: 401 }));
    expect((await watchedFetch(URL, watch)(URL)).status).toBe(401);

    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no network')));
    await expect(watchedFetch(URL, watch)(URL)).rejects.toThrow('no network');

    expect(told).toEqual(['connecting', 'closed 0 false', 'connecting', 'closed 0 false']);
  });

  it('leaves other requests alone', async () => {
    vi.stubGlobal('fetch', async () => new Response(null, { status: 204 }));

    expect((await watchedFetch(URL, watch)('https://dash.example/api/live/emulation')).status).toBe(204);

    expect(told).toEqual([]);
  });
});
