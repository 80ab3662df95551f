import { createSallyport, type Sallyport, type SallyportOptions } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { vi } from 'vitest';
import type { Installed } from '../installed.test-support.ts';

/** The app of the commands until the next call of `app`. A test calls `vi.unstubAllGlobals()` at its end. */
export function app(options: Partial<SallyportOptions<string>> = {}): Sallyport {
  const auth = createSallyport({
    origin: 'http://localhost:3000',
    secrets: ['a secret that is long enough to be one'],
    store: memoryStore(),
    sendMail: () => {},
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    previewThreats: false,
    logger: { warn: () => {}, error: () => {} },
    ...options,
  });
  standsIn(auth);
  return auth;
}

/** The commands call this app from now on. A command closes its app, and the test goes on with the app. */
export function standsIn(auth: Sallyport): void {
  apps += 1;
  vi.stubGlobal('appOfTheTest', { ...auth, close: async () => {} });
}

/** Each app has a module of its own, because a process loads a module once. */
let apps = 0;

/** The module of the app, for `--auth`. */
export function moduleOfApp({ write }: Pick<Installed, 'write'>): string {
  return write(`auth${apps}.mjs`, 'export const auth = globalThis.appOfTheTest;');
}
