/** What passes through the connection, as the Connection page shows it. */
export interface SocketWatch {
  connecting(): void;
  received(characters: number): void;
  roundTrip(millis: number): void;
  closed(code: number, reason: string, wasOpen: boolean): void;
}

const COMMAND_ID = /"id":(\d+)/g;
const REPLY_ID = /^\{"id":(\d+)/gm;
const REPLIES_ARE_SHORTER_THAN = 2_000_000;

/** A WebSocket class for the Centrifuge client that tells `watch` about bytes, closes and how long each reply took. */
export function watchedSocket(watch: SocketWatch): typeof WebSocket {
  return class extends WebSocket {
    private readonly asked = new Map<string, number>();
    private wasOpen = false;

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols ?? []);
      watch.connecting();
      this.addEventListener('open', () => (this.wasOpen = true));
      this.addEventListener('message', (event: MessageEvent<unknown>) => this.onText(event.data));
      this.addEventListener('close', (event) => watch.closed(event.code, event.reason, this.wasOpen));
    }

    override send(data: string): void {
      const now = performance.now();
      for (const [, id] of data.matchAll(COMMAND_ID)) this.asked.set(id!, now);
      super.send(data);
    }

    private onText(data: unknown): void {
      if (typeof data !== 'string') return;
      watch.received(data.length);
      if (this.asked.size === 0 || data.length > REPLIES_ARE_SHORTER_THAN) return;
      for (const [, id] of data.matchAll(REPLY_ID)) {
        const asked = this.asked.get(id!);
        if (asked === undefined) continue;
        this.asked.delete(id!);
        watch.roundTrip(performance.now() - asked);
      }
    }
  };
}
