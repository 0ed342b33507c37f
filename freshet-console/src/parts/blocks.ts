/** What our own help pages use of Markdown: headings, paragraphs, lists, fenced code. */
export type Block =
  | { readonly is: 'heading'; readonly level: number; readonly text: string }
  | { readonly is: 'paragraph'; readonly text: string }
  | { readonly is: 'list'; readonly items: readonly string[]; readonly ordered: boolean }
  | { readonly is: 'code'; readonly text: string };

/** A run of text: plain, `code`, **strong** or a link. */
export interface Run {
  readonly is: 'text' | 'code' | 'strong' | 'link';
  readonly text: string;
  readonly href?: string;
}

const ITEM = /^\s*(?:[-*]|(\d+)\.)\s+(.*)$/;

export function blocksOf(markdown: string): Block[] {
  const lines = markdown.split(/\r?\n/);
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    const heading = /^(#{1,4})\s+(.*)$/.exec(line);
    if (line.trim() === '') {
      at++;
    } else if (line.startsWith('```')) {
      const end = lines.findIndex((other, i) => i > at && other.startsWith('```'));
      const stop = end < 0 ? lines.length : end;
      blocks.push({ is: 'code', text: lines.slice(at + 1, stop).join('\n') });
      at = stop + 1;
    } else if (heading) {
      blocks.push({ is: 'heading', level: heading[1]!.length, text: heading[2]! });
      at++;
    } else if (ITEM.test(line)) {
      const items: string[] = [];
      const ordered = ITEM.exec(line)![1] !== undefined;
      for (; at < lines.length && lines[at]!.trim() !== ''; at++) {
        const item = ITEM.exec(lines[at]!);
        if (item) items.push(item[2]!);
        else items[items.length - 1] += ` ${lines[at]!.trim()}`;
      }
      blocks.push({ is: 'list', items, ordered });
    } else {
      const start = at;
      while (at < lines.length && lines[at]!.trim() !== '' && !lines[at]!.startsWith('```')) at++;
      blocks.push({ is: 'paragraph', text: lines.slice(start, at).join(' ') });
    }
  }
  return blocks;
}

export function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  let last = 0;
  for (const match of text.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g)) {
    if (match.index > last) runs.push({ is: 'text', text: text.slice(last, match.index) });
    if (match[1] !== undefined) runs.push({ is: 'code', text: match[1] });
    else if (match[2] !== undefined) runs.push({ is: 'strong', text: match[2] });
    else runs.push({ is: 'link', text: match[3]!, href: match[4]! });
    last = match.index + match[0].length;
  }
  if (last < text.length) runs.push({ is: 'text', text: text.slice(last) });
  return runs;
}
