// The stock client over each of its transports and formats, for Node, which can send a token with every request.
import { Centrifuge } from 'centrifuge';
import { Centrifuge as ProtobufCentrifuge } from 'centrifuge/build/protobuf';
import { EventSource } from 'eventsource';
import WebSocket from 'ws';

export const pairs = [
  { transport: 'websocket', format: 'json' },
  { transport: 'websocket', format: 'protobuf' },
  { transport: 'http_stream', format: 'json' },
  { transport: 'http_stream', format: 'protobuf' },
  { transport: 'sse', format: 'json' },
];

/** Where Freshet has the transports, and how a program sends a token on each. */
export function grafanaLive(server, token) {
  const headers = { Authorization: `Bearer ${token}` };
  const authorizedFetch = (url, options) =>
    fetch(url, { ...options, headers: { ...options.headers, ...headers } });
  return {
    endpoints: {
      websocket: server.replace(/^http/, 'ws') + '/api/live/ws',
      http_stream: server + '/api/live/http_stream',
      sse: server + '/api/live/sse',
    },
    options: {
      emulationEndpoint: server + '/api/live/emulation',
      fetch: authorizedFetch,
      websocket: class extends WebSocket {
        constructor(url, protocols) {
          super(url, protocols, { headers });
        }
      },
      eventsource: class extends EventSource {
        constructor(url) {
          super(url, { fetch: authorizedFetch });
        }
      },
    },
  };
}

/** A client that is not connected yet; it comes back fast, because tests wait for it. */
export function newClient({ transport, format }, { endpoints, options }, more = {}) {
  const Client = format === 'protobuf' ? ProtobufCentrifuge : Centrifuge;
  return new Client([{ transport, endpoint: endpoints[transport] }], {
    minReconnectDelay: 50,
    maxReconnectDelay: 400,
    timeout: 20000,
    ...options,
    ...more,
  });
}

export async function connected(client) {
  client.connect();
  await client.ready(20000);
  return client;
}

// Protobuf carries payloads as bytes; what this server takes in them is JSON.
export const encode = ({ format }, value) =>
  format === 'protobuf' ? new TextEncoder().encode(JSON.stringify(value)) : value;
export const decode = ({ format }, data) =>
  format === 'protobuf' ? JSON.parse(new TextDecoder().decode(data)) : data;

/** Subscribes and keeps what happens to the subscription, in order. */
export function follow(pair, client, channel, options = {}) {
  const seen = { subscribed: [], unsubscribed: [], publications: [], presence: [] };
  const subscription = client.newSubscription(channel, {
    minResubscribeDelay: 50,
    maxResubscribeDelay: 400,
    ...options,
  });
  subscription.on('subscribed', (context) => seen.subscribed.push(context));
  subscription.on('unsubscribed', ({ code, reason }) => seen.unsubscribed.push({ code, reason }));
  subscription.on('publication', (context) => seen.publications.push(decode(pair, context.data)));
  subscription.on('join', ({ info }) => seen.presence.push(`+${info.client}`));
  subscription.on('leave', ({ info }) => seen.presence.push(`-${info.client}`));
  subscription.subscribe();
  return { subscription, seen, ready: () => subscription.ready(20000) };
}
