import { routeHref } from '../app/route';

export function UnknownPage() {
  return (
    <div className="page">
      <h1>Nothing here</h1>
      <p>
        The address <code>{location.hash}</code> names no page of this console. Go to the{' '}
        <a href={routeHref('overview')}>overview</a> or to the <a href={routeHref('channels')}>list of channels</a>.
      </p>
    </div>
  );
}
