import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pollWhileVisible } from '../src/api/poll';

class Page extends EventTarget {
  hidden = false;

  turn(hidden: boolean): void {
    this.hidden = hidden;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

let page: Page;

beforeEach(() => {
  vi.useFakeTimers();
  page = new Page();
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', globalThis);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('pollWhileVisible', () => {
  it('asks at once and then every so often, until it is stopped', async () => {
    const round = vi.fn(async () => {});
    const stop = pollWhileVisible(round, 5000);
    expect(round).toHaveBeenCalledTimes(1);

    await vi.advanceTimersByTimeAsync(10_000);
    expect(round).toHaveBeenCalledTimes(3);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(round).toHaveBeenCalledTimes(3);
  });

  it('rests while the page is hidden and asks as soon as it is seen again', async () => {
    const round = vi.fn(async () => {});
    const stop = pollWhileVisible(round, 5000);

    page.turn(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(round).toHaveBeenCalledTimes(1);
    page.turn(false);

    expect(round).toHaveBeenCalledTimes(2);
    stop();
  });

  // Coming back to the page while an answer was due used to begin a second chain of questions that never ended.
  it('does not ask twice at a time when the page is seen again during a round', async () => {
    let answer = (): void => {};
    const round = vi.fn(() => new Promise<void>((done) => (answer = done)));
    const stop = pollWhileVisible(round, 5000);

    page.turn(true);
    page.turn(false);
    expect(round).toHaveBeenCalledTimes(1);
    answer();
    await vi.advanceTimersByTimeAsync(5000);

    expect(round).toHaveBeenCalledTimes(2);
    stop();
  });

  it('waits longer after a slow round', async () => {
    const round = vi.fn(() => new Promise<void>((done) => setTimeout(done, 1000)));
    const stop = pollWhileVisible(round, 5000);

    await vi.advanceTimersByTimeAsync(1000 + 14_999);
    expect(round).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);

    expect(round).toHaveBeenCalledTimes(2);
    stop();
  });
});
