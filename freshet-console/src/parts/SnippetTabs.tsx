import { useState } from 'react';
import { CopyButton } from './CopyButton';
import type { Snippet } from './snippets';
import { Tabs } from './Tabs';

export function SnippetTabs({ label, snippets }: { readonly label: string; readonly snippets: readonly Snippet[] }) {
  const [selected, setSelected] = useState(snippets[0]?.id ?? '');
  const current = snippets.find((snippet) => snippet.id === selected) ?? snippets[0];
  return (
    <Tabs
      label={label}
      selected={current?.id ?? ''}
      onSelect={setSelected}
      extra={<CopyButton label="Copy" text={() => current?.text ?? ''} />}
      tabs={snippets.map((snippet) => ({
        id: snippet.id,
        title: snippet.title,
        content: () => <SnippetText snippet={snippet} />,
      }))}
    />
  );
}

function SnippetText({ snippet }: { readonly snippet: Snippet }) {
  return (
    <>
      <pre className="snippet" tabIndex={0} aria-label={`${snippet.title} snippet`}>
        {snippet.text}
      </pre>
      <p className="note">{snippet.note}</p>
    </>
  );
}
