import { signOut, type User } from '../api/identity';
import { Icon } from '../parts/icons';
import { routeHref } from './route';

export function Account({ user }: { readonly user: User }) {
  if (user.isAnonymous) {
    return (
      <a className="button quiet" href={routeHref('sign-in')} title={`You look on as an anonymous ${user.role}`}>
        <Icon name="user" size={16} />
        <span className="wide-only">Sign in</span>
        <span className="narrow-only visually-hidden">Sign in</span>
      </a>
    );
  }
  return (
    <div className="account">
      <span className="wide-only" title={`${user.login}, ${user.role} in organisation ${user.orgId}`}>
        {user.name} <span className="dim">{user.role}</span>
      </span>
      <button type="button" className="button quiet" onClick={() => void signOut()}>
        Sign out
      </button>
    </div>
  );
}
