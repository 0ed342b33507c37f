// The JUnit test that started this script owns the server and the proxy in front of it, and does what it is asked.
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const answers = createInterface({ input: process.stdin });

async function ask(line) {
  process.stdout.write(`\n${line}\n`);
  const [answer] = await once(answers, 'line');
  return answer;
}

/** Closes every connection through the proxy and lets none in. */
export const cut = () => ask('CUT');
/** Lets connections through the proxy again. */
export const mend = () => ask('MEND');
/** Kills the server and starts it again at the same address. */
export const restart = () => ask('RESTART');
