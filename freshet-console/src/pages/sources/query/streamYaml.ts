import type { Members } from '../../../api/query';
import type { DataSource } from '../../../api/sources';
import { isRecord } from '../../../frames/frame';

const PLAIN = /^[A-Za-z_][\w./-]*$/;
/** Several lines that YAML gives back as they are when they stand below each other. */
const LINES = /^[^\s\p{Cc}][^\p{Cc}]*(\n[^\p{Cc}]*)*\n[^\p{Cc}]*[^\s\p{Cc}][^\p{Cc}]*$/u;
const NOT_TEXTS = /^(true|false|null|yes|no|on|off|y|n)$/i;

/** A stream as it stands in a provisioning file; durations are texts such as `5s`. */
export interface StreamEntry {
  readonly name: string;
  readonly interval: string;
  readonly range: string;
  readonly query: Members;
}

/**
 * What to put into a provisioning file so that the query has a name: the part below the data source that comes from a file
 * already, else a whole file.
 */
export function streamYaml(
  source: Pick<DataSource, 'name' | 'uid' | 'type' | 'url' | 'readOnly' | 'streams'>,
  stream: StreamEntry,
): string {
  const entry = [
    `      - name: ${scalar(stream.name)}`,
    `        interval: ${stream.interval}`,
    `        range: ${stream.range}`,
    '        query:',
    ...block(stream.query, '          '),
  ];
  const lines = source.readOnly
    ? source.streams.length > 0
      ? entry
      : ['    streams:', ...entry]
    : [
        'apiVersion: 1',
        'datasources:',
        `  - name: ${scalar(escaped(source.name))}`,
        `    type: ${scalar(source.type)}`,
        `    uid: ${scalar(source.uid)}`,
        ...(source.url === '' ? [] : [`    url: ${scalar(escaped(source.url))}`]),
        '    streams:',
        ...entry,
      ];
  return `${lines.join('\n')}\n`;
}

/** Outside of a query the file has variables: `$` would begin one. */
function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}

function block(members: Members, indent: string): string[] {
  return Object.entries(members).flatMap(([name, value]) => {
    const key = `${indent}${scalar(name)}:`;
    if (isRecord(value) && Object.keys(value).length > 0) return [key, ...block(value, `${indent}  `)];
    if (typeof value === 'string' && LINES.test(value)) {
      return [`${key} |-`, ...value.split('\n').map((line) => (line === '' ? '' : `${indent}  ${line}`))];
    }
    return [`${key} ${typeof value === 'string' ? scalar(value) : JSON.stringify(value)}`];
  });
}

/** Texts of JSON are texts of YAML, too; what cannot be mistaken stands without quotes. */
function scalar(text: string): string {
  return PLAIN.test(text) && !NOT_TEXTS.test(text) ? text : JSON.stringify(text);
}

const WORDS = /[A-Za-z][A-Za-z0-9]*/g;
const SAYS_NOTHING =
  /^(rate|irate|sum|avg|by|on|select|from|where|group|order|and|or|as|mean|last|interval|timefilter|rateinterval|internal)$/i;

const TABLE = /^\s*select\b.*?\bfrom\s+([\w."`]+)/is;

/** A name for a stream made of the words of its query, or of its table's name, which none of `taken` has. */
export function suggestedName(query: string, taken: readonly string[]): string {
  const words = ((TABLE.exec(query)?.[1] ?? query).match(WORDS) ?? []).filter((word) => !SAYS_NOTHING.test(word));
  const name = words.slice(0, 3).join('-').toLowerCase().slice(0, 40) || 'stream';
  const free = name === 'q' ? 'query' : name;
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? free : `${free}-${number}`;
    if (!taken.includes(candidate)) return candidate;
  }
}

/** Why a stream cannot be called so; empty when it can. */
export function wrongName(name: string, taken: readonly string[]): string {
  if (name === '') return 'Give the stream a name, for example cpu.';
  if (!/^[\w.-]+(\/[\w.-]+)*$/.test(name))
    return 'A name is of letters, digits, -, _ and ., with / between parts, for example hosts/cpu.';
  if (name === 'q' || name.startsWith('q/')) return 'q is for queries of panels; choose another name.';
  return taken.includes(name) ? `This data source has a stream ${name} already; choose another name.` : '';
}
