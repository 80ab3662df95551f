import type { Store } from '@sallyport/engine';
import { afterEach, beforeEach } from 'vitest';
import { storesFrom } from '../../../engine/src/new-store.test-support.ts';

/** An empty store of one test. */
export interface EmptyStore {
  readonly store: Store;
  close(): Promise<void>;
}

/**
 * Runs the attacks of the engine's tests on another store than memory. Each test has an empty store. Return the promise to `describe`:
 * `describe('…', () => attacks(open))`. Otherwise no attack runs, and no error says so.
 */
export async function attacks(open: () => Promise<EmptyStore>): Promise<void> {
  let empty: EmptyStore | undefined;
  let isGiven = false;
  storesFrom(() => {
    if (empty === undefined || isGiven) throw new Error('a test opens one world, and opens it while the test runs');
    isGiven = true;
    return empty.store;
  });
  beforeEach(async () => {
    empty = await open();
    isGiven = false;
  });
  afterEach(() => empty?.close());
  await import('../../../engine/src/acts/attacks/blocked-comes-back.test.ts');
  await import('../../../engine/src/acts/attacks/deleted-acts-as-a-colleague.test.ts');
  await import('../../../engine/src/acts/attacks/exposure-of-any-name.test.ts');
  await import('../../../engine/src/acts/attacks/flow-from-before.test.ts');
  await import('../../../engine/src/acts/attacks/forgotten-with-a-role.test.ts');
  await import('../../../engine/src/acts/attacks/fresh-devices.test.ts');
  await import('../../../engine/src/acts/attacks/helpdesk.test.ts');
  await import('../../../engine/src/acts/attacks/helped-in-before-the-first-session.test.ts');
  await import('../../../engine/src/acts/attacks/laundered-set-ups.test.ts');
  await import('../../../engine/src/acts/attacks/left-beside-a-session.test.ts');
  await import('../../../engine/src/acts/attacks/link-after-the-policy.test.ts');
  await import('../../../engine/src/acts/attacks/link-followed-again.test.ts');
  await import('../../../engine/src/acts/attacks/linked-by-nobody-else.test.ts');
  await import('../../../engine/src/acts/attacks/linked-on-the-way.test.ts');
  await import('../../../engine/src/acts/attacks/log-says-who.test.ts');
  await import('../../../engine/src/acts/attacks/loss-by-an-unfinished-link.test.ts');
  await import('../../../engine/src/acts/attacks/mailbox-reaches-nothing.test.ts');
  await import('../../../engine/src/acts/attacks/mailed-secrets.test.ts');
  await import('../../../engine/src/acts/attacks/mistyped-address.test.ts');
  await import('../../../engine/src/acts/attacks/password-of-a-mailbox.test.ts');
  await import('../../../engine/src/acts/attacks/named-by-a-new-policy.test.ts');
  await import('../../../engine/src/acts/attacks/names-and-links.test.ts');
  await import('../../../engine/src/acts/attacks/one-code-one-set-up.test.ts');
  await import('../../../engine/src/acts/attacks/one-proof-beside-a-set-up.test.ts');
  await import('../../../engine/src/acts/attacks/overtaken-first-sign-in.test.ts');
  await import('../../../engine/src/acts/attacks/overtaken-flows.test.ts');
  await import('../../../engine/src/acts/attacks/passkeys-are-bounded.test.ts');
  await import('../../../engine/src/acts/attacks/planted-account.test.ts');
  await import('../../../engine/src/acts/attacks/planted-flow.test.ts');
  await import('../../../engine/src/acts/attacks/promoted-by-the-host.test.ts');
  await import('../../../engine/src/acts/attacks/recovery-beside-an-unfinished.test.ts');
  await import('../../../engine/src/acts/attacks/recovery-takes-the-stronger.test.ts');
  await import('../../../engine/src/acts/attacks/refused-by-the-host.test.ts');
  await import('../../../engine/src/acts/attacks/reported-less.test.ts');
  await import('../../../engine/src/acts/attacks/response-of-a-victim.test.ts');
  await import('../../../engine/src/acts/attacks/roles-of-an-unfinished-link.test.ts');
  await import('../../../engine/src/acts/attacks/roles-that-outlive.test.ts');
  await import('../../../engine/src/acts/attacks/said-and-not-said.test.ts');
  await import('../../../engine/src/acts/attacks/shown-enrollment-codes.test.ts');
  await import('../../../engine/src/acts/attacks/sign-up-that-nobody-can-finish.test.ts');
  await import('../../../engine/src/acts/attacks/twenty-at-once.test.ts');
  await import('../../../engine/src/acts/attacks/unfinished-administrators.test.ts');
  await import('../../../engine/src/acts/attacks/unfinished-and-a-directory.test.ts');
  await import('../../../engine/src/acts/attacks/unfinished-first-sign-in.test.ts');
  await import('../../../engine/src/acts/attacks/used-late.test.ts');
  await import('../../../engine/src/acts/attacks/waiting-flow.test.ts');
  await import('../../../engine/src/accounts/former-mailbox.test.ts');
  await import('../../../engine/src/factors/passkey-shown.test.ts');
  await import('../../../engine/src/sign-in/single-sign-on/failed-returns.test.ts');
  await import('../../../engine/src/sign-in/single-sign-on/link.test.ts');
  await import('../../../engine/src/sign-in/single-sign-on/reports.test.ts');
  await import('../../../engine/src/sign-in/continuation.test.ts');
  await import('../../../engine/src/sessions/ended-graces.test.ts');
}
