import { readFile } from 'node:fs/promises';
import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { MINUTE } from '@sallyport/example-quickstart/test/clock';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('the own account, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** Asks for another address on the account page. Returns the token of the mailed link. */
  async function asksForAddress(page: Page, address: string): Promise<string> {
    await page.getByTestId('change-email').click();
    await page.getByTestId('dialog').getByTestId('email').fill(address);
    await page.getByTestId('confirm').click();
    const { token = '' } = await app.nextMail(address, 'token', 0);
    return token;
  }

  it('X21 gets another sign-in name, and exports everything as one file', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const { identifier } = await newcomerAt(seat, app);
    await page.goto('/account');
    // The page has no other session, and so no button that ends the others.
    await page.getByTestId('device-row').waitFor();
    expect(await page.locator('main').textContent()).not.toContain('Sign out everywhere else');
    const dialog = page.getByTestId('dialog');
    await page.getByTestId('change-identifier').click();
    expect(await dialog.textContent()).toMatch(
      new RegExp(
        `no longer with ${identifier}\\. If you forget your password.*Mail still goes to ${identifier}\\.`,
        's',
      ),
    );
    await dialog.getByTestId('identifier').fill('ada@example.org');
    await page.getByTestId('confirm').click();
    await dialog
      .getByTestId('error')
      .filter({ hasText: 'only if it’s the confirmed address of this account' })
      .waitFor();
    expect(await dialog.getByTestId('identifier').getAttribute('aria-invalid')).toBe('true');
    await dialog.getByTestId('identifier').fill('theodora');
    await page.getByTestId('confirm').click();
    const news = `You now sign in as theodora. Mail still goes to ${identifier}, but you can’t sign in with that address.`;
    await expect.poll(() => page.getByTestId('news').textContent()).toBe(news);
    expect(await page.getByTestId('overview').textContent()).toContain('theodora');
    const note = await page.getByTestId('export').locator('xpath=..').textContent();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export').click()]);
    const kept = JSON.parse(await readFile(await file.path(), 'utf8'));
    expect(file.suggestedFilename()).toMatch(/^account-localhost-\d{4}-\d\d-\d\d\.json$/);
    expect(kept).toMatchObject({ account: { identifiers: ['theodora'] }, sessions: [{}] });
    // The log stores the short form, so the file has no more, and the page says so.
    const renamed = expect.objectContaining({ detail: expect.objectContaining({ to: 't•••' }) });
    expect(kept.events).toContainEqual(renamed);
    expect(note).toContain('The list of events is kept with addresses and sign-in names in a short form');
    for (const name of ['amr', 'pwd', 'otp', 'mfa', 'strength', 'methods', 'null', 'userHandle', 'flow'])
      expect(note).toContain(`“${name}”`);
    expect(note).toContain('“setUpBy”, where the file has it, is the id of the person from whom your access came');
  });

  it('X21 signs in with a name that is no address', async () => {
    const seat = await desk.sitDown();
    const person = await newcomerAt(seat, app);
    await person.client.put('/account/identifier', { identifier: 'd o' });
    await seat.usesPassword('d o');
    await seat.page.getByTestId('step-email-code').waitFor();
  });

  it('X21 offers a new address as the name for signing in', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    const address = `new.${person.identifier}`;
    await page.goto('/account');
    await page.getByTestId('change-email').click();
    const told = await page.getByTestId('dialog').textContent();
    expect(told).toMatch(/signed out everywhere else.*go on signing in with/s);
    await page.getByTestId('dialog').getByTestId('email').fill(address);
    await page.getByTestId('confirm').click();
    const news = page.getByTestId('news').filter({ hasText: address });
    expect(await news.getByTestId('mail-link').getAttribute('href')).toBe(`/mail?to=${encodeURIComponent(address)}`);
    await page.reload();
    await page.getByText(`${address} waits for you to open the link in its mail. The link ends `).waitFor();
    await page.getByTestId('change-email').click();
    expect(await page.getByTestId('dialog').textContent()).toContain(`The link to ${address} stops working.`);
    await page.keyboard.press('Escape');
    const { token = '' } = await app.nextMail(address, 'token', 0);
    const elsewhere = await desk.sitDown();
    await elsewhere.page.goto(`/account?confirm-email=${token}`);
    await elsewhere.page.getByText('Sign in to confirm your new address').waitFor();
    await page.goto(`/account?confirm-email=${token}`);
    expect(await page.getByTestId('other-name').textContent()).toContain(
      `You sign in with ${person.identifier}, and mail goes to ${address}.`,
    );
    expect(await page.locator('main').textContent()).not.toContain('waits for you');
    // The name stays in question until the person changes the name, also after a reload.
    await page.reload();
    await page.getByTestId('take-name').click();
    expect(await page.getByTestId('dialog').getByTestId('identifier').inputValue()).toBe(address);
    expect(await page.getByTestId('dialog').textContent()).toContain('sign in with this address only if you enter it');
    // The server stores the name in lower case, and the page confirms the stored name.
    await page.getByTestId('dialog').getByTestId('identifier').fill(address.toUpperCase());
    await page.getByTestId('confirm').click();
    const done = page.getByTestId('news').filter({ hasText: 'You now sign in as' });
    expect(await done.textContent()).toContain(`sign in as ${address}.`);
    expect(await done.textContent()).not.toContain('Mail still');
    expect(await page.getByTestId('other-name').count()).toBe(0);
    await seat.usesPassword(address);
    await page.getByTestId('step-email-code').waitFor();
  });

  it('X21 gets another name, and the page asks nothing about the old name that it replaces', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    await page.goto('/account');
    // The two rows with the same address stand together.
    const names = page
      .locator('section')
      .filter({ has: page.getByTestId('change-email') })
      .locator('.row');
    await names.nth(1).getByTestId('change-email').waitFor();
    await page.getByTestId('change-identifier').click();
    await page
      .getByTestId('dialog')
      .getByTestId('identifier')
      .fill(`two of ${person.identifier.split('@')[0]}`);
    await page.getByTestId('confirm').click();
    await page
      .getByTestId('news')
      .filter({ hasText: `Mail still goes to ${person.identifier}, but` })
      .waitFor();
    expect(await page.getByTestId('other-name').count()).toBe(0);
  });

  it('X21 says of an account without an address what an address is for', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    await page.route('**/auth/account', async (route) => {
      const response = await route.fetch();
      const { email: _, ...account } = await response.json();
      await route.fulfill({ response, json: account });
    });
    await page.goto('/account');
    expect(await page.getByTestId('change-email').locator('xpath=../..').textContent()).toContain(
      'No address is set up. If you add one, codes, links and notices go there.',
    );
    expect(await page.locator('main').textContent()).toContain(person.identifier);
  });

  it('X21 takes back a change of the address: the link of its mail is void, and the page says so', async () => {
    const seat = await desk.sitDownAt('phone');
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    const address = `wrong.${person.identifier}`;
    await page.goto('/account');
    await page.getByTestId('change-email').waitFor();
    expect(await page.getByTestId('take-back-email').count()).toBe(0);
    const token = await asksForAddress(page, address);
    await page.getByRole('button', { name: 'Take back the change of the email address' }).click();
    const told = await page.getByTestId('dialog').textContent();
    expect(told).toMatch(new RegExp(`The link to ${address} stops working.*signed out everywhere else`, 's'));
    await page.getByTestId('confirm').click();
    const done = page.getByTestId('news').filter({ hasText: 'The change is taken back.' });
    expect(await done.textContent()).toContain(address);
    expect(await page.locator('main').textContent()).not.toContain('waits for you');
    await page.goto(`/account?confirm-email=${token}`);
    await page.getByTestId('overview').waitFor();
    expect(await seat.says()).toContain('This link changes nothing here');
    expect(await seat.account()).toMatchObject({ email: person.identifier });
  });

  it('X21 X9 says in every tab of the person, and elsewhere, that a new address waits', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    const address = `next.${person.identifier}`;
    await page.goto('/account');
    await asksForAddress(page, address);
    const other = await seat.secondTab();
    await other.page.goto('/account');
    await other.page.getByText(`${address} waits for you to open the link in its mail.`).waitFor();
    await other.page.getByTestId('take-back-email').click();
    await other.page.getByTestId('confirm').click();
    await other.page.getByTestId('news').filter({ hasText: 'The change is taken back.' }).waitFor();
    await page.reload();
    await page.getByTestId('change-email').waitFor();
    expect(await page.locator('main').textContent()).not.toContain('waits for you');
  });

  it('X9 X14 after a change of the address, says why a proof is asked for again, and names the new address in full', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    const address = `now.${person.identifier}`;
    await page.goto('/account');
    const token = await asksForAddress(page, address);
    app.clock.advance(MINUTE);
    await page.goto(`/account?confirm-email=${token}`);
    await page.getByTestId('news').filter({ hasText: 'Your new address is confirmed' }).waitFor();
    await page.getByTestId('change-email').click();
    await page.getByTestId('dialog').getByTestId('email').fill(`later.${person.identifier}`);
    await page.getByTestId('confirm').click();
    await page.getByTestId('sent-to').filter({ hasText: address }).waitFor();
    expect(await page.getByTestId('because').textContent()).toBe(
      'Here a confirmation that it’s you counts for 15 minutes. If you have just set up or replaced something that you sign in with, confirm once more.',
    );
  });

  it('X21 does not say that a change is taken back whose link somebody opened meanwhile', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    const person = await newcomerAt(seat, app);
    const address = `new.${person.identifier}`;
    await page.goto('/account');
    const token = await asksForAddress(page, address);
    await page.getByTestId('take-back-email').click();
    const other = await seat.secondTab();
    await other.page.goto(`/account?confirm-email=${token}`);
    await other.page.getByTestId('other-name').waitFor();
    await page.getByTestId('confirm').click();
    await page
      .getByTestId('news')
      .filter({ hasText: `your address is ${address} now` })
      .waitFor();
    expect(await page.getByTestId('news').textContent()).not.toContain('taken back');
  });

  it('X21 is deleted, and the page says so', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('delete-account').click();
    expect(await page.getByTestId('dialog').textContent()).toMatch(
      /The account .*download it first.*The log keeps.*your network address.*random ID in place of your name.*short form, such as “a•••” for “ada”, or “a•••@example\.org”/s,
    );
    await page.getByTestId('confirm').click();
    expect(await page.getByTestId('deleted').textContent()).toContain('The log keeps its entries');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Your account is deleted');
    await page.getByRole('link', { name: 'To the start page' }).click();
    await seat.isOn('/');
  });

  it('X21 offers no deletion where the app leaves the deletion out', async () => {
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.route('**/auth/openapi.json', async (route) => {
      const response = await route.fetch();
      const document = await response.json();
      delete document.paths['/account'].delete;
      await route.fulfill({ response, json: document });
    });
    await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('export').waitFor();
    expect(await page.getByTestId('delete-account').count()).toBe(0);
    await page.unroute('**/auth/openapi.json');
    await page.reload();
    await page.getByTestId('delete-account').waitFor();
  });
});
