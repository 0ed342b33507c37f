import { useState } from 'react';
import type { Plugin } from '../../api/sources';
import { CopyButton } from '../../parts/CopyButton';

/** How the first data source is made. */
export function NoSources({ plugins }: { readonly plugins: readonly Plugin[] }) {
  const [type] = useState(() => plugins.find((plugin) => plugin.type === 'datasource')?.id);
  const text = provisioningFile(type ?? 'the-id-in-its-plugin.json');
  return (
    <section className="card ways-in" aria-labelledby="no-sources-title">
      <h2 id="no-sources-title">No data sources yet</h2>
      <p>
        A data source is something that streams by itself once somebody looks: a broker, a database, a device. A plugin
        knows how to talk to it, a file says where it is.
      </p>
      <ol className="steps">
        <li>
          Put the plugin, in a folder of its own, into the directory that <code>[paths] plugins</code> names in the
          configuration.
          {type !== undefined && (
            <>
              {' '}
              <code>{type}</code> is already there.
            </>
          )}
        </li>
        <li>
          Write a file such as{' '}
          <code>
            conf/provisioning/
            <wbr />
            datasources/plant.yaml
          </code>{' '}
          with what stands below.
        </li>
        <li>
          Start the server again. The data source appears here, and its channels are called{' '}
          <code>ds/plant/&lt;path&gt;</code>.
        </li>
      </ol>
      <div className="file">
        <div className="file-head">
          <h3>plant.yaml</h3>
          <CopyButton label="Copy" text={() => text} />
        </div>
        <pre className="snippet" tabIndex={0} aria-label="plant.yaml">
          {text}
        </pre>
      </div>
    </section>
  );
}

function provisioningFile(type: string): string {
  return `apiVersion: 1
datasources:
  - name: Plant
    uid: plant
    type: ${type}
    url: tcp://broker.example:1883
`;
}
