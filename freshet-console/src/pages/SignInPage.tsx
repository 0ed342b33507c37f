import { useState, type FormEvent } from 'react';
import { identity, signIn } from '../api/identity';
import { problemFrom, type Problem } from '../api/problem';
import { go, routeHref, useRoute } from '../app/route';
import { serverUrl } from '../base';
import { ProblemBox } from '../parts/ProblemBox';
import { useStore } from '../store';

export function SignInPage() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const route = useRoute();
  const who = useStore(identity);
  const back = route.params.get('to') ?? routeHref('overview');

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    try {
      await signIn(String(form.get('user')), String(form.get('password')));
      setBusy(false);
      if (route.page === 'sign-in') go(back);
    } catch (error) {
      setProblem(problemFrom(error));
      setBusy(false);
      document.getElementById('password')?.focus();
    }
  };

  return (
    <main className="alone">
      <form className="card sign-in" onSubmit={(event) => void submit(event)} aria-labelledby="sign-in-title">
        <img src="./freshet.svg" alt="" width="36" height="36" />
        <h1 id="sign-in-title">Sign in</h1>
        <p className="dim">to Freshet at {serverUrl().host}</p>
        {problem && <ProblemBox problem={problem} />}
        <label htmlFor="user">User</label>
        <input
          id="user"
          name="user"
          autoComplete="username"
          required
          autoFocus
          autoCapitalize="none"
          spellCheck={false}
        />
        <label htmlFor="password">Password</label>
        <input id="password" name="password" type="password" autoComplete="current-password" required />
        <button type="submit" className="button primary" disabled={busy}>
          {busy ? 'Signing in' : 'Sign in'}
        </button>
        {who.state === 'signed-in' && <a href={routeHref('overview')}>Back, without signing in</a>}
        <p className="note">
          The first administrator’s password was printed when the server first started; <code>freshet user</code> sets a
          new one.
        </p>
      </form>
    </main>
  );
}
