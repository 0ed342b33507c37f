/** Labels of a series: key to value, for example `{host: "a", cpu: "cpu0"}`. */
export type Labels = Readonly<Record<string, string>>;

const BRACED_PAIR = /([^=,{}\s]+)\s*=\s*"((?:[^"\\]|\\.)*)"/g;

/**
 * Reads the text of a `labels` column: `k=v, k2=v2`, or `{k="v", k2="v"}` for values that hold a comma or an equals sign.
 *
 * In the plain form a part without an equals sign belongs to the value before it.
 */
export function parseLabels(text: string): Labels {
  const trimmed = text.trim();
  return trimmed.startsWith('{') ? parseBraced(trimmed) : parsePlain(trimmed);
}

/** The canonical text of labels: sorted by key, so that equal label sets read alike. */
export function labelsText(labels: Labels | undefined): string {
  if (!labels) return '';
  return Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labels[key]}`)
    .join(', ');
}

/** Only what differs: drops the labels that every one of `all` shares, as they tell series apart no further. */
export function distinguishing(all: readonly Labels[]): (labels: Labels) => string {
  const shared = new Set<string>();
  const first = all[0];
  if (first && all.length > 1) {
    for (const key of Object.keys(first)) {
      if (all.every((labels) => labels[key] === first[key])) shared.add(key);
    }
  }
  return (labels) => {
    const kept = Object.keys(labels).filter((key) => !shared.has(key));
    return kept
      .sort()
      .map((key) => (kept.length === 1 ? labels[key] : `${key}=${labels[key]}`))
      .join(' ');
  };
}

function parsePlain(text: string): Labels {
  const labels: Record<string, string> = {};
  let last: string | undefined;
  for (const part of text.split(/, ?/)) {
    const equals = part.indexOf('=');
    if (equals > 0) {
      last = part.slice(0, equals);
      labels[last] = part.slice(equals + 1);
    } else if (last !== undefined) {
      labels[last] += `, ${part}`;
    }
  }
  return labels;
}

function parseBraced(text: string): Labels {
  const labels: Record<string, string> = {};
  for (const [, key, value] of text.matchAll(BRACED_PAIR)) {
    labels[key!] = value!.replace(/\\(.)/g, '$1');
  }
  return labels;
}
