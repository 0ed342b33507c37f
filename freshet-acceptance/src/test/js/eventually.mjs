import assert from 'node:assert/strict';

/** Waits until the check holds; says what was there instead when it never does. */
export async function eventually(check, what, { timeout = 30000 } = {}) {
  for (const until = Date.now() + timeout; ; ) {
    if (check()) return;
    assert.ok(Date.now() < until, `${timeout / 1000} s have passed without this: ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
