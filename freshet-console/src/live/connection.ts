import { Centrifuge, type ClientEvents } from 'centrifuge';
import { socketProblem, type Problem } from '../api/problem';
import type { Limits } from '../frames/history';
import { Store } from '../store';
import { explainUnopened } from './explain';
import { ChannelFeed } from './feed';
import { Meter } from './meter';
import { watchedSocket, type SocketWatch } from './socket';
import { watchedEvents, watchedFetch } from './streams';
import { TRANSPORTS, emulationUrl, type TransportName } from './transports';
import { WayBack, probeSocket } from './wayBack';

export interface ConnectionEvent {
  readonly at: number;
  readonly text: string;
  readonly tone: 'good' | 'warn' | 'bad' | 'plain';
}

export interface ConnectionState {
  readonly phase: 'idle' | 'connecting' | 'live' | 'waiting' | 'stopped';
  readonly transport: TransportName;
  readonly clientId: string | null;
  readonly since: number | null;
  readonly retryAt: number | null;
  readonly roundTripMillis: number | null;
  /** What the server, or else the browser, said when the connection last ended. */
  readonly problem: Problem | null;
  /** Newest first. */
  readonly events: readonly ConnectionEvent[];
}

/** What someone who shows a channel holds; `close` when no longer shown. */
export interface Lease {
  readonly feed: ChannelFeed;
  close(): void;
}

const KEPT_EVENTS = 10;
const RELEASE_AFTER_MILLIS = 5000;
const MEASURE_EVERY_MILLIS = 10_000;
/** The first replies come while the page is still busy with itself. */
const SETTLED_AFTER_MILLIS = 1500;

interface Held {
  readonly feed: ChannelFeed;
  readonly leases: Set<Limits>;
  release: number;
}

/** The page's one connection, a WebSocket unless something in between lets none through, and the channels on it. */
class LiveConnection {
  readonly state = new Store<ConnectionState>({
    phase: 'idle',
    transport: 'websocket',
    clientId: null,
    since: null,
    retryAt: null,
    roundTripMillis: null,
    problem: null,
    events: [],
  });
  readonly received = new Meter();
  private readonly wayBack = new WayBack({
    probe: () => probeSocket(TRANSPORTS.websocket.url()),
    back: () => this.backToWebSocket(),
    isHidden: () => document.hidden,
    onVisible: (listener) => {
      const heard = (): void => {
        if (!document.hidden) listener();
      };
      document.addEventListener('visibilitychange', heard);
      return () => document.removeEventListener('visibilitychange', heard);
    },
    random: Math.random,
  });
  private client: Centrifuge | null = null;
  private orgId = 1;
  private readonly held = new Map<string, Held>();

  /** The channel as it is addressed on the socket. */
  wireName(channel: string): string {
    return `${this.orgId}/${channel}`;
  }

  get channels(): readonly ChannelFeed[] {
    return [...this.held.values()].map((held) => held.feed);
  }

  /** Connects as the identity that the page's cookie stands for; everything shown is subscribed again. */
  start(orgId: number): void {
    this.stop();
    this.orgId = orgId;
    this.client = this.newClient();
    for (const { feed } of this.held.values()) this.subscribe(feed);
    this.client.connect();
  }

  stop(): void {
    this.wayBack.rest();
    for (const { feed } of this.held.values()) feed.detach();
    const client = this.client;
    this.client = null;
    client?.removeAllListeners();
    client?.disconnect();
    this.change({ phase: 'idle', clientId: null, since: null, retryAt: null, roundTripMillis: null });
  }

  /** Tries again at once, also after the server asked us to stay away. */
  retryNow(): void {
    this.start(this.orgId);
  }

  private backToWebSocket(): void {
    this.say('WebSockets get through again; moving back to one', 'good');
    this.start(this.orgId);
  }

  open(channel: string, limits: Limits): Lease {
    let held = this.held.get(channel);
    if (!held) {
      held = { feed: new ChannelFeed(channel, limits), leases: new Set(), release: 0 };
      this.held.set(channel, held);
      if (this.client) this.subscribe(held.feed);
    }
    const mine = { ...limits };
    const shared = held;
    window.clearTimeout(shared.release);
    shared.leases.add(mine);
    shared.feed.history.limit(widest(shared.leases));
    let open = true;
    return {
      feed: shared.feed,
      close: () => {
        if (!open) return;
        open = false;
        shared.leases.delete(mine);
        if (shared.leases.size === 0)
          shared.release = window.setTimeout(() => this.release(channel), RELEASE_AFTER_MILLIS);
        else shared.feed.history.limit(widest(shared.leases));
      },
    };
  }

  private release(channel: string): void {
    const held = this.held.get(channel);
    if (!held || held.leases.size > 0) return;
    this.held.delete(channel);
    held.feed.detach();
    const subscription = this.client?.getSubscription(this.wireName(channel));
    if (subscription) this.client?.removeSubscription(subscription);
  }

  private subscribe(feed: ChannelFeed): void {
    const name = this.wireName(feed.channel);
    const old = this.client!.getSubscription(name);
    if (old) this.client!.removeSubscription(old);
    feed.state.set({ is: 'joining' });
    feed.attach(this.client!.newSubscription(name));
  }

  private newClient(): Centrifuge {
    const watch: SocketWatch = {
      connecting: () => this.change({ phase: 'connecting', retryAt: null }),
      received: (characters) => this.received.add(characters, Date.now()),
      roundTrip: (millis) => this.change({ roundTripMillis: millis }),
      closed: (code, reason, wasOpen) => void this.onClosed(client, code, reason, wasOpen),
    };
    const names = Object.keys(TRANSPORTS) as TransportName[];
    const client = new Centrifuge(
      names.map((name) => ({ transport: name, endpoint: TRANSPORTS[name].url() })),
      {
        name: 'freshet-console',
        timeout: 10_000,
        emulationEndpoint: emulationUrl(),
        websocket: watchedSocket(watch),
        fetch: watchedFetch(TRANSPORTS.http_stream.url(), watch),
        eventsource: watchedEvents(watch),
      },
    );
    this.learnRetryDelays(client);
    client.on('connected', (context) => this.onConnected(context));
    client.on('connecting', (context) => this.onConnecting(context));
    client.on('disconnected', (context) => this.onDisconnected(context));
    client.on('error', (context) => {
      if (context.type === 'connect') this.say(context.error.message, 'bad');
    });
    return client;
  }

  /** The library keeps the time of its next attempt to itself; people want to see it. Without this there is no countdown. */
  private learnRetryDelays(client: Centrifuge): void {
    const inner = client as unknown as { _getReconnectDelay?: () => number };
    const original = inner._getReconnectDelay;
    if (typeof original !== 'function') return;
    inner._getReconnectDelay = () => {
      const delay = original.call(client);
      this.change({ phase: 'waiting', retryAt: Date.now() + delay });
      return delay;
    };
  }

  private onConnected(context: Parameters<ClientEvents['connected']>[0]): void {
    const transport = context.transport as TransportName;
    this.change({
      phase: 'live',
      transport,
      clientId: context.client,
      since: Date.now(),
      retryAt: null,
      problem: null,
    });
    if (transport === 'websocket') {
      this.wayBack.arrived();
      this.say('Connected', 'good');
    } else {
      this.wayBack.look();
      this.say(`Connected over ${TRANSPORTS[transport].title}, because no WebSocket got through`, 'warn');
    }
    window.setTimeout(() => this.measure(), SETTLED_AFTER_MILLIS);
  }

  private onConnecting(context: { code: number; reason: string }): void {
    this.wayBack.rest();
    if (context.code !== 0) this.say(`Connection lost: ${context.reason} (${context.code})`, 'warn');
    if (context.code >= 3000) this.change({ problem: socketProblem(context.code, context.reason) });
    this.change({
      phase: this.state.get().phase === 'waiting' ? 'waiting' : 'connecting',
      clientId: null,
      since: null,
      roundTripMillis: null,
    });
  }

  private onDisconnected(context: { code: number; reason: string }): void {
    this.wayBack.rest();
    this.say(`Disconnected for good: ${context.reason} (${context.code})`, 'bad');
    this.change({
      phase: 'stopped',
      clientId: null,
      since: null,
      retryAt: null,
      problem: socketProblem(context.code, context.reason),
    });
  }

  private async onClosed(client: Centrifuge, code: number, reason: string, wasOpen: boolean): Promise<void> {
    if (client !== this.client) return;
    if (wasOpen) {
      if (code >= 3000) this.change({ problem: socketProblem(code, reason) });
      return;
    }
    const problem = await explainUnopened();
    if (client !== this.client || this.state.get().phase === 'live') return;
    if (problem.message !== this.state.get().problem?.message) this.say(problem.message, 'bad');
    this.change({ problem });
  }

  private say(text: string, tone: ConnectionEvent['tone']): void {
    this.change({ events: [{ at: Date.now(), text, tone }, ...this.state.get().events].slice(0, KEPT_EVENTS) });
  }

  private change(part: Partial<ConnectionState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }

  /**
   * On a WebSocket any reply tells the round trip; when the page is quiet this asks for one. A server without the method
   * answers as fast.
   */
  measure(): void {
    if (this.state.get().phase !== 'live' || document.hidden) return;
    const asked = performance.now();
    const answered = (): void => {
      const { phase, transport } = this.state.get();
      if (phase === 'live' && transport !== 'websocket') this.change({ roundTripMillis: performance.now() - asked });
    };
    this.client?.rpc('ping', {}).then(answered, answered);
  }
}

function widest(leases: ReadonlySet<Limits>): Limits {
  const all = [...leases];
  return {
    retentionMillis: Math.max(...all.map((limits) => limits.retentionMillis)),
    maxValues: Math.max(...all.map((limits) => limits.maxValues)),
  };
}

export const connection = new LiveConnection();

window.setInterval(() => connection.measure(), MEASURE_EVERY_MILLIS);
