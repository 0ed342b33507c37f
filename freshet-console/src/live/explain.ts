import { getJson } from '../api/http';
import { problemFrom, type Problem } from '../api/problem';

/**
 * Why a WebSocket did not open: browsers keep the answer to themselves, so the same questions are asked over HTTP until one
 * is refused.
 */
export async function explainUnopened(): Promise<Problem> {
  try {
    await getJson('api/health');
    await getJson('api/user');
  } catch (error) {
    return problemFrom(error);
  }
  try {
    await getJson('api/live/ws');
  } catch (error) {
    const problem = problemFrom(error);
    if (problem.messageId && !/upgrade/.test(problem.messageId)) return problem;
  }
  return {
    message: `The server answers HTTP, but not a WebSocket from ${location.origin}`,
    hint: 'A proxy in between may not pass WebSocket upgrades on, or this origin is missing in allowed_origins; the server’s log names which.',
    messageId: undefined,
    code: 0,
  };
}
