import {
  chromiumForThisFile,
  chromiumHere,
  newcomerAt,
  ownerAt,
  type Seat,
} from '@sallyport/example-quickstart/test/browser';
import { HOUR, MINUTE } from '@sallyport/example-quickstart/test/clock';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { INTERNAL, USB } from '@sallyport/example-quickstart/test/virtual-authenticator';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the truth before the act, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  async function asksToRemove({ page }: Seat, id: string | undefined): Promise<string | null> {
    await page.locator(`[data-testid=passkey][data-id="${id}"]`).getByTestId('remove-passkey').click();
    return page.getByTestId('what-ends').textContent();
  }

  it('W15 removing the passkey that one signed in with says that this session ends too, and it does', async () => {
    const seat = await desk.sitDownAt('phone');
    await ownerAt(seat, app);
    await seat.signsInAlone();
    const [id] = await seat.authenticator.passkeys();
    expect(await asksToRemove(seat, id)).toContain('signed in or confirmed something with it, here too');
    await seat.page.getByTestId('confirm').click();
    await seat.isOn('/sign-in');
    expect(await seat.statusOf('/app/reports')).toBe(401);
  });

  it('W15 removing the only passkey says that the backup codes go too, which sessions end, and what comes next', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const { identifier } = await newcomerAt(seat, app);
    await seat.registersPasskey();
    const [id] = await seat.authenticator.passkeys();
    // The page asks for a proof by this passkey, so the session will rest on the passkey.
    expect(await asksToRemove(seat, id)).toContain('here too');
    const said = await page.getByTestId('dialog').textContent();
    expect(said).toMatch(/only passkey.*backup codes.*next sign-in/is);
    await page.getByTestId('confirm').click();
    await seat.goesOnWithPasskey();
    await seat.isOn('/sign-in');
    await page.getByTestId('note').filter({ hasText: 'is removed' }).waitFor();
    await seat.types(identifier);
    await page.getByTestId('step-email-code').waitFor();
    expect(await page.getByTestId('method-backup-code').count()).toBe(0);
  });

  it('W15 removing one of two passkeys says that the backup codes stay', async () => {
    const seat = await desk.sitDown(INTERNAL, USB);
    const [internal, usb] = seat.authenticators;
    if (internal === undefined || usb === undefined) throw new Error('There are not two');
    await ownerAt(seat, app);
    await seat.signsInAlone(usb);
    const [id] = await internal.passkeys();
    await asksToRemove(seat, id);
    expect(await seat.page.getByTestId('dialog').textContent()).not.toMatch(/only passkey|backup codes/i);
  });

  it('W15 removing a passkey says where one stays signed in, and one does', async () => {
    const seat = await desk.sitDown(INTERNAL, USB);
    const [internal, usb] = seat.authenticators;
    if (internal === undefined || usb === undefined) throw new Error('There are not two');
    await ownerAt(seat, app);
    const [other] = await internal.passkeys();
    app.clock.advance(HOUR);
    await seat.signsInAlone(usb);
    expect(await asksToRemove(seat, other)).toContain('Here you stay signed in');
    await seat.page.getByTestId('confirm').click();
    await seat.page.getByTestId('news').filter({ hasText: 'is removed' }).waitFor();
    expect(await seat.statusOf('/app/reports')).toBe(200);
  });

  it('says that a session ends if it is not used, where its end moves on with use, and else when it ends', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await newcomerAt(seat, app);
    const ada = await app.admin();
    for (const moment of ['at once', 'later']) {
      if (moment === 'later') app.clock.advance(2 * MINUTE + 345);
      for (const path of ['/', '/account']) {
        await page.goto(path);
        const said = page.getByText(/Last confirmed/);
        expect(await said.textContent(), moment).toMatch(/You’ll be signed out (at \d|on [A-Z])[^.]*[^n]\.$/);
      }
    }
    await seat.takesOver(ada.person);
    for (const path of ['/', '/account']) {
      await page.goto(path);
      expect(await page.getByText(/Last confirmed/).textContent()).toMatch(/if you do nothing until then\.$/);
    }
  });

  /** An administrator in front of the account of a new person, on a phone. */
  async function atNewcomer() {
    const seat = await desk.sitDownAt('phone');
    const ada = await app.admin();
    await seat.takesOver(ada.person);
    const person = await app.newcomer();
    await seat.page.goto(`/admin/people?id=${await ada.idOf(person)}`);
    return { page: seat.page, ada, person };
  }

  it('W12 a role that nobody knows is given only once that is confirmed', async () => {
    const { page, ada, person } = await atNewcomer();
    await page.getByTestId('roles-more').click();
    await page.getByTestId('roles-others').fill('contracter');
    await page.getByTestId('save-roles').click();
    expect(await page.getByTestId('unknown-roles').textContent()).toContain('Did you mean “contractor”?');
    expect((await ada.sees(person)).roles).toEqual([]);
    await page.getByTestId('roles-others').fill('contractor');
    await page.getByTestId('save-roles').click();
    await page.getByTestId('news').waitFor();
    expect((await ada.sees(person)).roles).toEqual(['contractor']);

    await page.getByTestId('roles-more').click();
    await page.getByTestId('roles-others').fill('night-watch');
    await page.getByTestId('save-roles').click();
    await page.getByTestId('confirm-roles').check();
    await page.getByTestId('save-roles').click();
    // The page still shows the message of the first change.
    await expect.poll(async () => (await ada.sees(person)).roles).toEqual(['contractor', `night-watch`]);
  });

  it('P18 the reason of a block is in the log', async () => {
    const { page } = await atNewcomer();
    await page.getByTestId('block').click();
    await page.getByTestId('reason').fill('laptop lost on a train');
    await page.getByTestId('confirm').click();
    await page.getByTestId('news').waitFor();
    const told = { hasText: /blocked.*laptop lost on a train/i };
    await page.getByTestId('tab-activity').click();
    await page.getByTestId('event').filter(told).waitFor();
    await page.getByTestId('all-events').click();
    await page.getByTestId('event').filter(told).waitFor();
  });
});
