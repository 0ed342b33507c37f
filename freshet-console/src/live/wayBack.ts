/** What {@link WayBack} needs of the page. */
export interface WayBackPage {
  /** Whether a WebSocket gets through now; never rejects. */
  probe(): Promise<boolean>;
  /** Called when it does. */
  back(): void;
  isHidden(): boolean;
  onVisible(listener: () => void): () => void;
  /** From 0 to 1, so that not all pages of a server ask at once. */
  random(): number;
}

const FIRST_MILLIS = 30_000;
const LONGEST_MILLIS = 15 * 60_000;

/**
 * Asks now and then whether a WebSocket gets through again, while the connection goes over HTTP: less and less often, and
 * only while somebody looks. The connection goes on meanwhile.
 */
export class WayBack {
  private readonly page: WayBackPage;
  private delay = FIRST_MILLIS;
  private looking = false;
  private timer = 0;
  private forget: (() => void) | null = null;

  constructor(page: WayBackPage) {
    this.page = page;
  }

  /** The connection goes over HTTP. */
  look(): void {
    if (this.looking) return;
    this.looking = true;
    this.wait();
  }

  /** There is no connection, or none over HTTP. The delays go on growing where they were. */
  rest(): void {
    this.looking = false;
    globalThis.clearTimeout(this.timer);
    this.forget?.();
    this.forget = null;
  }

  /** A WebSocket carried the connection: the next time begins with a short delay. */
  arrived(): void {
    this.rest();
    this.delay = FIRST_MILLIS;
  }

  private wait(): void {
    const delay = this.delay * (0.75 + this.page.random() / 2);
    this.delay = Math.min(this.delay * 2, LONGEST_MILLIS);
    this.timer = globalThis.setTimeout(() => this.due(), delay) as unknown as number;
  }

  private due(): void {
    if (!this.page.isHidden()) {
      void this.ask();
      return;
    }
    this.forget = this.page.onVisible(() => {
      this.forget?.();
      this.forget = null;
      void this.ask();
    });
  }

  private async ask(): Promise<void> {
    const mine = this.timer;
    const through = await this.page.probe();
    if (!this.looking || mine !== this.timer) return;
    if (!through) {
      this.wait();
      return;
    }
    this.rest();
    this.page.back();
  }
}

const PROBE_MILLIS = 10_000;

/**
 * Whether a WebSocket opens and carries a command and its reply: a proxy may let the handshake through and nothing behind
 * it. It is a connection of its own, closed at once.
 */
export function probeSocket(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    const answer = (through: boolean): void => {
      globalThis.clearTimeout(timeout);
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
      resolve(through);
    };
    const timeout = globalThis.setTimeout(() => answer(false), PROBE_MILLIS);
    socket.onopen = () => socket.send('{"id":1,"connect":{"name":"freshet-console"}}');
    socket.onmessage = (event: MessageEvent<unknown>) =>
      answer(typeof event.data === 'string' && event.data.startsWith('{"id":1,"connect":'));
    socket.onclose = () => answer(false);
  });
}
