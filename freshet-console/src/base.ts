/** Where the server is: the folder of the page, also under a sub-path (`<base href>`). Ends in a slash. */
export function serverUrl(): URL {
  return new URL('.', document.baseURI);
}

export function apiUrl(path: string): string {
  return new URL(path, serverUrl()).href;
}

export function socketUrl(): string {
  const url = new URL('api/live/ws', serverUrl());
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
