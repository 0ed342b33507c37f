const REFUSED = 'The last subscriber was refused: ';

/**
 * The reason of a channel as the server tells it over HTTP, when it is that the last subscriber was refused; undefined for
 * other reasons, such as that nobody looks.
 */
export function refusalIn(why: string | undefined): string | undefined {
  return why?.startsWith(REFUSED) ? why.slice(REFUSED.length) : undefined;
}

/** What the reason says beyond the sentence on the socket, which has no room for advice. */
export function adviceIn(why: string | undefined, sentence: string): string | undefined {
  const whole = refusalIn(why);
  if (whole === undefined || !whole.startsWith(sentence)) return undefined;
  return whole.slice(sentence.length).trim() || undefined;
}
