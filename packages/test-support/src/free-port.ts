import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that a system gives to connections and to whoever listens on any port: one of these can be gone before it is used. */
const [LOWEST, HIGHEST] = [20_000, 32_000];
const TRIES = 100;

/** A port of loopback that nobody has. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port between ${LOWEST} and ${HIGHEST}`);
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  const listens = new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
  });
  if (!(await listens)) return false;
  probe.close();
  await once(probe, 'close');
  return true;
}
