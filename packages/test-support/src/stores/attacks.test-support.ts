import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sallyport, Store } from '@sallyport/engine';
import { afterEach } from 'vitest';
import { enginesTo } from '../../../engine/src/embedded.test-support.ts';
import { storesFrom } from '../../../engine/src/new-store.test-support.ts';

const ENGINE = new URL('../../../engine/src/', import.meta.url);

/** Outside the folder of attacks. */
const MORE = [
  'administration/removed-tenants.test.ts',
  'accounts/former-mailbox.test.ts',
  'factors/passkey-shown.test.ts',
  'sign-in/single-sign-on/failed-returns.test.ts',
  'sign-in/single-sign-on/link.test.ts',
  'sign-in/single-sign-on/reports.test.ts',
  'sign-in/continuation.test.ts',
  'sessions/ended-graces.test.ts',
  'sessions/organisations.test.ts',
  'sign-in/organisations.test.ts',
  'organisations/elsewhere.test.ts',
  'organisations/members.test.ts',
  'organisations/rules.test.ts',
];

/**
 * Runs the attacks of the engine's tests on another store than memory. Return the promise to `describe`: `describe('…', () => attacks(open))`.
 * Otherwise no attack runs, and no error says so.
 * @param open opens an empty store, once for each world of a test
 */
export async function attacks(open: () => Store): Promise<void> {
  storesFrom(untilTestEnds(open));
  closesEngines();
  const inFolder = readdirSync(new URL('acts/attacks/', ENGINE)).filter((name) => name.endsWith('.test.ts'));
  for (const file of [...inFolder.map((name) => `acts/attacks/${name}`), ...MORE])
    await import(/* @vite-ignore */ new URL(file, ENGINE).pathname);
}

/** The engines of hundreds of tests do not fit into one process. Of the hooks after a test, the last one runs first: the store still answers. */
function closesEngines(): void {
  const engines: Sallyport[] = [];
  enginesTo((engine) => void engines.push(engine));
  // An engine whose host code never answers does not end.
  afterEach(() => Promise.race([Promise.allSettled(engines.splice(0).map((engine) => engine.close())), sleep(500)]));
}

/** Later, the store answers nothing any more: the background work of engines that tests left open stands still. */
function untilTestEnds(open: () => Store): () => Store {
  let test = { hasEnded: false };
  afterEach(() => {
    test.hasEnded = true;
    test = { hasEnded: false };
  });
  return () => {
    const ofTest = test;
    return new Proxy(open(), {
      get(store, verb) {
        const method: unknown = Reflect.get(store, verb);
        if (typeof method !== 'function') return method;
        return (...given: unknown[]) => (ofTest.hasEnded ? new Promise(() => {}) : Reflect.apply(method, store, given));
      },
    });
  };
}
