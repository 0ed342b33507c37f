/** A part of the console that this server does not have any more, because it was updated while the page was open. */
export function OutdatedPage() {
  return (
    <div className="page">
      <div className="card source-unknown">
        <h1>This page has to be loaded again</h1>
        <p>A part of it could not be fetched: the server has another version by now, or did not answer.</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          Load again
        </button>
      </div>
    </div>
  );
}
