import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { CHEAP_HASHING, startOnEmptyStore } from '@sallyport/example-quickstart/test/quickstart';
import { afterAll, describe, expect, it } from 'vitest';

/** While a test waits: a sign-in is committed, and its answer is on the way. */
let isLate: Promise<void> | undefined;
let committed: (() => void) | undefined;

// The provider uses the machine's clock, so the app uses the machine's clock too.
const app = await startOnEmptyStore({
  ssoDemo: true,
  passwordHashing: CHEAP_HASHING,
  aroundStore: (store) => ({
    ...store,
    async commit(change) {
      const result = await store.commit(change);
      if (change.newSession !== undefined && isLate !== undefined) {
        committed?.();
        await isLate;
      }
      return result;
    },
  }),
});
afterAll(() => app.close());

describe.skipIf(chromiumHere === null)('a sign-out while the browser comes back from a provider, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X44 X11 P7 leaves the browser without a session', async () => {
    const seat = await desk.sitDown();
    const other = await seat.secondTab();
    await seat.opensSignIn();
    await seat.types('dora@example.org');
    await seat.page.getByTestId('step-email-code').waitFor();
    await seat.page.getByTestId('code').fill(await mailedCode(app, 'dora@example.org'));
    await seat.isOnAccountPage();

    let arrives = (): void => {};
    isLate = new Promise((resolve) => {
      arrives = resolve;
    });
    const isCommitted = new Promise<void>((resolve) => {
      committed = resolve;
    });
    await other.page.goto('/sign-in?local=1');
    await other.page.getByTestId('sso-corp').click();
    await other.page.getByTestId('corp-two-factors').check();
    await other.page.getByTestId('corp-ada').click({ noWaitAfter: true });
    await isCommitted;

    await seat.page.getByTestId('sign-out').click();
    await seat.page.getByTestId('note').filter({ hasText: 'You are signed out.' }).waitFor();
    isLate = undefined;
    arrives();
    await other.page.waitForTimeout(2_000);

    // The next person at the computer.
    expect(await seat.statusOf('/auth/session')).toBe(401);
  });
});
