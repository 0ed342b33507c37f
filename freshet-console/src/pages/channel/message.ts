/** What to publish for a text: the JSON it is, or else `{"text": …}`. */
export function messageOf(text: string): unknown {
  const trimmed = text.trim();
  if (/^[[{]/.test(trimmed)) {
    try {
      return JSON.parse(trimmed) as unknown;
    } catch {
      // Text that merely begins like JSON is sent as text.
    }
  }
  return { text: trimmed };
}
