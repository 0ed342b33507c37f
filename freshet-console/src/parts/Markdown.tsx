import { blocksOf, runsOf, type Block, type Run } from './blocks';

export function Markdown({ text }: { readonly text: string }) {
  return blocksOf(text).map((block, i) => <BlockView key={i} block={block} />);
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.is) {
    case 'heading':
      return block.level === 1 ? (
        <h1>{runs(block.text)}</h1>
      ) : block.level === 2 ? (
        <h2>{runs(block.text)}</h2>
      ) : (
        <h3>{runs(block.text)}</h3>
      );
    case 'paragraph':
      return <p>{runs(block.text)}</p>;
    case 'list': {
      const items = block.items.map((item, i) => <li key={i}>{runs(item)}</li>);
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'code':
      return (
        <pre className="snippet" tabIndex={0}>
          {block.text}
        </pre>
      );
  }
}

function runs(text: string) {
  return runsOf(text).map((run, i) => <RunView key={i} run={run} />);
}

function RunView({ run }: { readonly run: Run }) {
  switch (run.is) {
    case 'text':
      return run.text;
    case 'code':
      return <code>{run.text}</code>;
    case 'strong':
      return <strong>{run.text}</strong>;
    case 'link': {
      const page = /^(?:\.\/)?([a-z0-9.-]+)\.md$/.exec(run.href ?? '');
      if (page) return <a href={`#/help/${page[1]}`}>{run.text}</a>;
      return /^https?:\/\//.test(run.href ?? '') ? <a href={run.href}>{run.text}</a> : run.text;
    }
  }
}
