// A slow and simple reader of line protocol: the oracle that the server's frames are compared with.

/** Splits a body at line feeds that are not inside quotes. */
function lines(body) {
  const found = [];
  let line = '';
  let quoted = false;
  let inFields = false;
  for (let i = 0; i < body.length; i++) {
    const c = body[i];
    if (c === '\\' && i + 1 < body.length) {
      line += c + body[++i];
    } else if (c === '\n' && !quoted) {
      found.push(line);
      line = '';
      inFields = false;
    } else {
      if (c === ' ') inFields = true;
      if (c === '"' && inFields) quoted = !quoted;
      line += c;
    }
  }
  if (line) found.push(line);
  return found.map((l) => l.replace(/\r$/, '')).filter((l) => l.trim() && !l.startsWith('#'));
}

/** Splits at a character that is neither escaped nor inside quotes. */
function split(text, separator, quotes) {
  const parts = [''];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '\\' && i + 1 < text.length) {
      parts[parts.length - 1] += c + text[++i];
      continue;
    }
    if (quotes && c === '"') quoted = !quoted;
    if (c === separator && !quoted) parts.push('');
    else parts[parts.length - 1] += c;
  }
  return parts;
}

const unescape = (text) => text.replace(/\\([,= ])/g, '$1');

function value(text) {
  if (text.startsWith('"')) return text.slice(1, -1).replace(/\\(["\\])/g, '$1');
  if (/^(t|T|true|True|TRUE)$/.test(text)) return true;
  if (/^(f|F|false|False|FALSE)$/.test(text)) return false;
  return Number(text.replace(/[iu]$/, ''));
}

/** All lines as {measurement, tags, fields, millis}; a missing time stamp gives millis undefined. */
export function parse(body) {
  return lines(body).map((line) => {
    const [key, fields, time] = split(line.trim(), ' ', true);
    const [measurement, ...tags] = split(key, ',', false);
    const pair = (text, quotes) => {
      const [name, ...rest] = split(text, '=', quotes);
      return [unescape(name), rest.join('=')];
    };
    return {
      measurement: unescape(measurement),
      tags: Object.fromEntries(tags.map((t) => pair(t, false)).map(([k, v]) => [k, unescape(v)])),
      fields: Object.fromEntries(split(fields, ',', true).map((f) => pair(f, true)).map(([k, v]) => [k, value(v)])),
      millis: time === undefined ? undefined : Number(BigInt(time) / 1000000n),
    };
  });
}
