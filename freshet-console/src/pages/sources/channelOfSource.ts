/** The channel a reader means by a path of a data source; a whole channel name is understood too. Empty for no path. */
export function channelOfSource(uid: string, typed: string): string {
  const start = `ds/${uid}/`;
  const text = typed.trim().replace(/^\d+\/(?=ds\/)/, '');
  const path = (text.startsWith(start) ? text.slice(start.length) : text).replace(/^\/+|\/+$/g, '');
  return path === '' ? '' : start + path;
}
