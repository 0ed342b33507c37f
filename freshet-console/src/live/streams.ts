import type { SocketWatch } from './socket';

/** A `fetch` for the Centrifuge client that tells `watch` about the stream at `streamUrl`; other requests just pass. */
export function watchedFetch(streamUrl: string, watch: SocketWatch): typeof fetch {
  return async (input, init) => {
    if (input !== streamUrl) return fetch(input, init);
    watch.connecting();
    let response: Response;
    try {
      response = await fetch(input, init);
    } catch (error) {
      watch.closed(0, '', false);
      throw error;
    }
    if (!response.ok || !response.body) {
      watch.closed(0, '', false);
      return response;
    }
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (chunk, controller) => {
          watch.received(chunk.length);
          controller.enqueue(chunk);
        },
      }),
    );
    return new Response(counted, response);
  };
}

/** An EventSource class for the Centrifuge client that tells `watch` about events. */
export function watchedEvents(watch: SocketWatch): typeof EventSource {
  return class extends EventSource {
    constructor(url: string | URL, init?: EventSourceInit) {
      super(url, init);
      watch.connecting();
      let wasOpen = false;
      this.addEventListener('open', () => (wasOpen = true));
      this.addEventListener('message', (event: MessageEvent<string>) => watch.received(event.data.length));
      this.addEventListener('error', () => watch.closed(0, '', wasOpen));
    }
  };
}
