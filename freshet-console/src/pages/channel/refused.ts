import type { Problem } from '../../api/problem';

/**
 * A refusal on the socket with what HTTP has of the same one beyond it: the socket has room for the beginning of a sentence
 * only. Somebody else may have been refused for another reason since; then it stays as it is.
 */
export function withAdvice(onSocket: Problem, overHttp: Problem | undefined): Problem {
  if (!overHttp) return onSocket;
  const goesOn = overHttp.message.startsWith(onSocket.message.replace(/…$/, ''));
  const isSame = onSocket.messageId === undefined ? goesOn : onSocket.messageId === overHttp.messageId;
  if (!isSame) return onSocket;
  return {
    ...onSocket,
    message: goesOn ? overHttp.message : onSocket.message,
    hint: onSocket.hint ?? overHttp.hint,
    messageId: overHttp.messageId,
  };
}
