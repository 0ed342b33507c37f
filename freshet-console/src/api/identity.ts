import { isRecord } from '../frames/frame';
import { Store } from '../store';
import { getJson, postJson } from './http';
import { problemFrom, type Problem } from './problem';

export interface User {
  readonly login: string;
  readonly name: string;
  readonly role: string;
  readonly orgId: number;
  readonly isAnonymous: boolean;
}

export type Identity =
  | { readonly state: 'asking' }
  | { readonly state: 'signed-in'; readonly user: User }
  | { readonly state: 'signed-out' }
  | { readonly state: 'unreachable'; readonly problem: Problem };

export const identity = new Store<Identity>({ state: 'asking' });

/** Asks who we are; a server that is down keeps the identity we had. */
export async function refreshIdentity(): Promise<void> {
  try {
    identity.set({ state: 'signed-in', user: readUser(await getJson('api/user')) });
  } catch (error) {
    const problem = problemFrom(error);
    if (problem.code === 401 || problem.code === 403) identity.set({ state: 'signed-out' });
    else if (identity.get().state !== 'signed-in') identity.set({ state: 'unreachable', problem });
  }
}

export async function signIn(user: string, password: string): Promise<void> {
  await postJson('login', { user, password });
  await refreshIdentity();
}

export async function signOut(): Promise<void> {
  await postJson('logout', {});
  await refreshIdentity();
}

function readUser(body: unknown): User {
  const json = isRecord(body) ? body : {};
  const login = typeof json.login === 'string' ? json.login : '';
  return {
    login,
    name: typeof json.name === 'string' && json.name !== '' ? json.name : login,
    role: typeof json.role === 'string' ? json.role : 'Viewer',
    orgId: typeof json.orgId === 'number' ? json.orgId : 1,
    isAnonymous: json.isAnonymous === true,
  };
}
