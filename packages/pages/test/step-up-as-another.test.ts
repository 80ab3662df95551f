import {
  chromiumForThisFile,
  chromiumHere,
  newcomerAt,
  ownerAt,
  type Seat,
} from '@sallyport/example-quickstart/test/browser';
import { MINUTE } from '@sallyport/example-quickstart/test/clock';
import type { Person } from '@sallyport/example-quickstart/test/person';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { INTERNAL, USB } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a step-up that was left open for longer than it lasts, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** The owner is about to delete the own account, and the page asks for a passkey. Another account has a passkey on the machine's authenticator. */
  async function aboutToDelete(): Promise<{ seat: Seat; owner: Person; other: Person }> {
    const seat = await desk.sitDown(INTERNAL);
    const { page, authenticator: internal } = seat;
    const other = await ownerAt(seat, app);
    const usb = await seat.plugsIn(USB);
    await page.goto('about:blank');
    await page.context().clearCookies();
    await page.goto('/sign-in');
    const owner = await newcomerAt(seat, app);
    await seat.touches(usb);
    await page.goto('/account');
    await seat.registersPasskey();
    await seat.touches(internal);

    app.clock.advance(16 * MINUTE);
    await page.goto('/account');
    await page.getByTestId('delete-account').click();
    expect(await page.getByTestId('dialog').textContent()).toContain(owner.identifier);
    await page.getByTestId('confirm').click();
    await page.getByTestId('step-passkey').waitFor();
    return { seat, owner, other };
  }

  async function statusOf({ has }: Person): Promise<number> {
    const ada = await app.admin();
    return (await ada.person.client.get(`/admin/accounts/${has.accountId}`)).status;
  }

  it('X8 X21 is not answered by the passkey of another account, and the act of the page reaches no other account', async () => {
    const { seat, owner, other } = await aboutToDelete();
    const { page, authenticator: internal } = seat;
    app.clock.advance(31 * MINUTE);
    const { status } = await seat.posts('/sign-in/passkey/options', () => seat.pressesPasskeyButton(internal));
    expect(status).toBe(410);
    // The page asks again, for its own account.
    await page.waitForTimeout(2_000);
    expect(await seat.session()).toMatchObject({ accountId: owner.has.accountId });
    expect(await statusOf(other)).toBe(200);
  });

  it('X8 X21 signs nobody in to whom a sign-in belongs that began meanwhile, without a word to this page', async () => {
    const { seat, owner, other } = await aboutToDelete();
    const { page, authenticator: internal } = seat;
    const { identifier, has } = other;
    const headers = { origin: new URL(page.url()).origin };
    await page.request.post('/auth/sign-in', { headers, data: { identifier, password: has.password } });
    const { status } = await seat.posts('/sign-in/passkey/options', () => seat.pressesPasskeyButton(internal));
    expect(status).toBe(410);
    // The page asks again, for its own account.
    await page.waitForTimeout(2_000);
    expect(await seat.session()).toMatchObject({ accountId: owner.has.accountId });
    expect([await statusOf(owner), await statusOf(other)]).toEqual([200, 200]);
  });
});
