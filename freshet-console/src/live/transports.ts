import { apiUrl, socketUrl } from '../base';

/** The ways to the server in the order in which they are tried, by their names in the Centrifuge client. */
export const TRANSPORTS = {
  websocket: { title: 'WebSocket', url: socketUrl },
  http_stream: { title: 'HTTP streaming', url: () => apiUrl('api/live/http_stream') },
  sse: { title: 'server-sent events', url: () => apiUrl('api/live/sse') },
} as const;

export type TransportName = keyof typeof TRANSPORTS;

/** Where commands go while the connection is not a WebSocket. */
export function emulationUrl(): string {
  return apiUrl('api/live/emulation');
}
