import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WayBack, probeSocket } from '../src/live/wayBack';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe('the way back to a WebSocket', () => {
  let through: boolean;
  let hidden: boolean;
  let probes: number;
  let back: number;
  let visible: (() => void) | null;
  let pending: ((through: boolean) => void) | null;
  let slow: boolean;
  let way: WayBack;

  beforeEach(() => {
    vi.useFakeTimers();
    through = hidden = slow = false;
    probes = back = 0;
    visible = pending = null;
    way = new WayBack({
      probe: () => {
        probes++;
        return slow ? new Promise((resolve) => (pending = resolve)) : Promise.resolve(through);
      },
      back: () => back++,
      isHidden: () => hidden,
      onVisible: (listener) => {
        visible = listener;
        return () => (visible = null);
      },
      random: () => 0.5,
    });
  });

  afterEach(() => vi.useRealTimers());

  it('is looked for less and less often', async () => {
    way.look();
    await vi.advanceTimersByTimeAsync(30 * SECOND - 1);
    expect(probes).toBe(0);

    await vi.advanceTimersByTimeAsync(1);
    expect(probes).toBe(1);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(probes).toBe(2);
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect(probes).toBe(3);
    await vi.advanceTimersByTimeAsync(12 * 60 * MINUTE);
    expect(probes).toBeLessThan(60);
    expect(back).toBe(0);
  });

  it('is taken once when a WebSocket gets through', async () => {
    through = true;
    way.look();

    await vi.advanceTimersByTimeAsync(60 * MINUTE);

    expect([probes, back]).toEqual([1, 1]);
  });

  it('is not looked for while nobody sees the page, and at once when somebody does', async () => {
    through = hidden = true;
    way.look();
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(probes).toBe(0);

    visible!();
    await vi.advanceTimersByTimeAsync(0);

    expect([probes, back]).toEqual([1, 1]);
    expect(visible).toBeNull();
  });

  it('is not taken when the connection ended while it was looked for', async () => {
    slow = true;
    way.look();
    await vi.advanceTimersByTimeAsync(30 * SECOND);

    way.rest();
    way.look();
    pending!(true);
    await vi.advanceTimersByTimeAsync(0);

    expect(back).toBe(0);
  });

  it('is looked for after ever longer delays when a WebSocket does not last, and soon when one did', async () => {
    way.look();
    await vi.advanceTimersByTimeAsync(30 * SECOND);
    way.rest();
    way.look();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(probes).toBe(1);

    way.arrived();
    way.look();
    await vi.advanceTimersByTimeAsync(30 * SECOND);

    expect(probes).toBe(2);
  });
});

describe('the probe', () => {
  class FakeSocket {
    static last: FakeSocket;
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: unknown }) => void) | null = null;
    onclose: (() => void) | null = null;
    readonly sent: string[] = [];
    closed = false;
    readonly url: string;
    constructor(url: string) {
      this.url = url;
      FakeSocket.last = this;
    }
    send(text: string): void {
      this.sent.push(text);
    }
    close(): void {
      this.closed = true;
    }
  }

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', FakeSocket);
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('wants a reply, and ends the connection at once', async () => {
    const probe = probeSocket('wss://dash.example/api/live/ws');
    FakeSocket.last.onopen!();
    expect(FakeSocket.last.sent).toEqual(['{"id":1,"connect":{"name":"freshet-console"}}']);
    FakeSocket.last.onmessage!({ data: '{"id":1,"connect":{"client":"c-1"}}' });

    expect(await probe).toBe(true);
    expect(FakeSocket.last.closed).toBe(true);
  });

  it('fails when the socket closes, refuses, or says nothing', async () => {
    const closed = probeSocket('wss://dash.example');
    FakeSocket.last.onclose!();
    expect(await closed).toBe(false);

    const refused = probeSocket('wss://dash.example');
    FakeSocket.last.onmessage!({ data: '{"id":1,"error":{"code":100}}' });
    expect(await refused).toBe(false);

    const silent = probeSocket('wss://dash.example');
    FakeSocket.last.onopen!();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await silent).toBe(false);
  });
});
