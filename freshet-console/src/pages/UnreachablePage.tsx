import { refreshIdentity } from '../api/identity';
import type { Problem } from '../api/problem';
import { serverUrl } from '../base';
import { ProblemBox } from '../parts/ProblemBox';

export function UnreachablePage({ problem }: { readonly problem: Problem }) {
  return (
    <main className="alone">
      <h1>Freshet</h1>
      <ProblemBox title={`No answer from ${serverUrl().host}`} problem={problem}>
        <button type="button" className="button" onClick={() => void refreshIdentity()}>
          Ask again
        </button>
      </ProblemBox>
      <p className="note">This page asks again by itself every three seconds.</p>
    </main>
  );
}
