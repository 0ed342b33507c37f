import type { ConnectionState } from '../live/connection';
import { TRANSPORTS } from '../live/transports';

/** What the connection light says: a colour, and the words that carry the same meaning. */
export interface Light {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly text: string;
}

export function lightOf(state: ConnectionState, now: number): Light {
  switch (state.phase) {
    case 'live':
      if (state.transport !== 'websocket')
        return {
          tone: 'warn',
          text: `live over ${TRANSPORTS[state.transport].title}: WebSocket is blocked between here and the server`,
        };
      return {
        tone: 'good',
        text: state.roundTripMillis === null ? 'live' : `live · ${Math.max(1, Math.round(state.roundTripMillis))} ms`,
      };
    case 'waiting': {
      const seconds = state.retryAt === null ? 0 : Math.ceil((state.retryAt - now) / 1000);
      return { tone: 'warn', text: seconds > 0 ? `reconnecting in ${seconds} s` : 'reconnecting' };
    }
    case 'idle':
    case 'connecting':
      return { tone: 'warn', text: 'connecting' };
    case 'stopped':
      return { tone: 'bad', text: state.problem?.message ?? 'disconnected' };
  }
}
