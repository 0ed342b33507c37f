import type { PublicationContext, SubscribedContext, Subscription } from 'centrifuge';
import { socketProblem, type Problem } from '../api/problem';
import { namesTellUnits } from '../frames/fieldUnit';
import { History, type Limits } from '../frames/history';
import { Store } from '../store';
import { Meter } from './meter';

export type FeedState =
  { readonly is: 'joining' } | { readonly is: 'live' } | { readonly is: 'refused'; readonly problem: Problem };

/** A message as it came, kept for the raw view. */
export interface RawMessage {
  readonly number: number;
  readonly at: number;
  readonly data: unknown;
  /** True for what came with the subscription: the state before the first message. */
  readonly initial: boolean;
}

const MAX_RAW = 100;
const CLOCK_JUMP_MILLIS = 30_000;

/** One channel as this page receives it: its state, its recent past, its rate. Shared by everything that shows the channel. */
export class ChannelFeed {
  readonly state = new Store<FeedState>({ is: 'joining' });
  readonly history: History;
  readonly meter = new Meter();
  /** Set while the last message did not fit its schema. */
  readonly mismatch = new Store<string | null>(null);
  lastArrival = NaN;
  private skew = 0;
  private readonly raw: RawMessage[] = [];
  private subscription: Subscription | null = null;

  constructor(
    readonly channel: string,
    limits: Limits,
  ) {
    this.history = new History(limits, namesTellUnits(channel));
  }

  /** The last messages, oldest first. */
  get messages(): readonly RawMessage[] {
    return this.raw;
  }

  /** The present as this channel's clock has it: right edge of its plots. */
  now(): number {
    return Date.now() + this.skew;
  }

  attach(subscription: Subscription): void {
    this.subscription = subscription;
    subscription.on('subscribed', (context) => this.onSubscribed(context));
    subscription.on('publication', (context) => this.onPublication(context));
    subscription.on('subscribing', (context) => this.onSubscribing(context.code));
    subscription.on('unsubscribed', (context) => this.refuse(context.code, context.reason));
    subscription.on('error', (context) => {
      if (context.error.code >= 100) this.refuse(context.error.code, context.error.message);
    });
    subscription.subscribe();
  }

  detach(): void {
    this.subscription?.removeAllListeners();
    this.subscription?.unsubscribe();
    this.subscription = null;
    this.history.gap();
  }

  retry(): void {
    this.state.set({ is: 'joining' });
    this.subscription?.subscribe();
  }

  private onSubscribed(context: SubscribedContext): void {
    this.state.set({ is: 'live' });
    if (context.recovered) this.history.closeGap();
    if (context.data !== undefined && context.data !== null) this.take(context.data, true);
  }

  private onPublication(context: PublicationContext): void {
    this.take(context.data, false);
  }

  private onSubscribing(code: number): void {
    if (code !== 0) this.history.gap();
    if (this.state.get().is === 'live') this.state.set({ is: 'joining' });
  }

  private refuse(code: number, sentence: string): void {
    this.state.set({ is: 'refused', problem: socketProblem(code, sentence) });
  }

  private take(data: unknown, initial: boolean): void {
    const now = Date.now();
    const decoded = initial ? this.history.begin(data, now) : this.history.add(data, now);
    this.mismatch.set(decoded.is === 'mismatch' ? decoded.reason : null);
    this.raw.push({ number: this.meter.total + 1, at: now, data, initial });
    if (this.raw.length > 2 * MAX_RAW) this.raw.splice(0, this.raw.length - MAX_RAW);
    if (initial) return;
    this.followClock(this.history.newestTime - now);
    this.lastArrival = now;
    this.meter.add(1, now);
  }

  /** Takes the least delay seen, so that batches arriving late do not pull the plot back; a clock that jumped is followed. */
  private followClock(ahead: number): void {
    if (Number.isNaN(ahead)) return;
    if (Number.isNaN(this.lastArrival) || ahead > this.skew || ahead < this.skew - CLOCK_JUMP_MILLIS) this.skew = ahead;
  }
}
