import { hostCode, type Mail } from '@sallyport/engine';
import { faultsOf, faultsOfWords } from '@sallyport/example-quickstart/test/accessibility';
import { chromiumForThisFile, chromiumHere, type Seat } from '@sallyport/example-quickstart/test/browser';
import { organised, setsUpApp } from '@sallyport/example-quickstart/test/organised';
import { PASSWORD } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const by = hostCode('test');

/** Ada owns Acme and sits at its page. Bo has an account with a mailbox. */
async function inviting() {
  const mails: Mail[] = [];
  const app = await organised({ sendMail: (mail) => void mails.push(mail) });
  await app.founds('acme');
  await app.joins('ada', 'acme', 'owner');
  const email = 'bo@example.org';
  await app.auth.people.create({ identifier: email, email, password: PASSWORD, by });
  const link = () => {
    const mail = mails.findLast(({ kind }) => kind === 'organisation-invitation');
    return `/organisation?join=${encodeURIComponent(mail?.token ?? '')}`;
  };
  const code = () => mails.findLast(({ kind }) => kind === 'email-code')?.code ?? '';
  return { app, link, code, mails };
}

async function provesMailbox({ page }: Seat, code: () => string): Promise<void> {
  const dialog = page.locator('dialog[open]').last();
  await dialog.getByTestId('code').waitFor();
  await expect.poll(code).not.toBe('');
  await dialog.getByTestId('code').fill(code());
}

describe.skipIf(chromiumHere === null)('an invitation into an organisation, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('X41 goes from the page of the owner to a member', async () => {
    const { app, link, code, mails } = await inviting();
    const desk = chromium.at(app);
    const ada = await app.seat(desk, 'ada', '/organisation?in=acme');
    await setsUpApp(ada, app.shared);
    await ada.page.getByTestId('invite').click();
    expect(await faultsOf(ada.page)).toEqual([]);
    await ada.page.locator('dialog input[name=email]').fill('bo@example.org');
    await ada.page.getByTestId('member-role-finance').check();
    await ada.page.getByTestId('confirm').click();
    await ada.page.getByTestId('news').filter({ hasText: 'The invitation to bo@example.org is on its way.' }).waitFor();
    expect(await faultsOf(ada.page)).toEqual([]);
    expect(mails.filter(({ kind }) => kind === 'organisation-invitation')).toHaveLength(1);
    const open = ada.page.getByTestId('invitation-row');
    expect(await open.textContent()).toMatch(/b•••@example\.org.*finance/);

    const bo = await desk.sitDownAt('phone');
    await bo.page.goto(link());
    await bo.page.waitForURL(/\/sign-in\?next=/);
    const data = { identifier: 'bo@example.org', password: PASSWORD };
    await bo.page.request.post('/auth/sign-in', { data, headers: { origin: app.url } });
    await bo.page.goto(link());
    await bo.page.getByTestId('join').waitFor();
    expect(await faultsOf(bo.page)).toEqual([]);
    expect(await faultsOfWords(bo.page)).toEqual([]);
    await bo.page.getByTestId('join').click();
    await provesMailbox(bo, code);
    await bo.page.getByTestId('joined').filter({ hasText: 'You are a member of Acme.' }).waitFor();
    expect(await bo.page.getByTestId('member-row').count()).toBe(0);
    await ada.page.reload();
    await ada.page.getByTestId('member-row').nth(1).waitFor();
    expect(await open.count()).toBe(0);
    await bo.page.goto(link());
    await bo.page.getByTestId('join').click();
    expect(await bo.page.getByTestId('not-permitted').textContent()).toContain('no longer works');
  });

  it('X41 is withdrawn by the owner, and is for nobody else', async () => {
    const { app, link } = await inviting();
    const desk = chromium.at(app);
    const ada = await app.seat(desk, 'ada', '/organisation?in=acme');
    await setsUpApp(ada, app.shared);
    await ada.page.getByTestId('invite').click();
    await ada.page.locator('dialog input[name=email]').fill('bo@example.org');
    await ada.page.getByTestId('confirm').click();
    await ada.page.getByTestId('withdraw').waitFor();
    const seat = await app.seat(desk, 'ada', link());
    await seat.page.getByTestId('join').click();
    const dialog = seat.page.locator('dialog[open]');
    await dialog.waitFor();
    await seat.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await ada.page.getByTestId('withdraw').click();
    await ada.page.getByTestId('news').filter({ hasText: 'is withdrawn' }).waitFor();
    expect(await ada.page.getByTestId('invitation-row').count()).toBe(0);
    await ada.page.getByTestId('invite').click();
    await ada.page.locator('dialog input[name=email]').fill('cleo@example.org');
    await ada.page.getByTestId('confirm').click();
    await ada.page.getByTestId('invitation-row').waitFor();
    await ada.page.reload();
    await ada.page.getByTestId('withdraw-one').click();
    await ada.page
      .getByTestId('news')
      .filter({ hasText: 'The invitation to c•••@example.org is withdrawn.' })
      .waitFor();
    expect(await ada.page.getByTestId('invitation-row').count()).toBe(0);
    await ada.page.goto(link());
    await ada.page.getByTestId('join').click();
    expect(await ada.page.getByTestId('not-permitted').textContent()).toContain('another email address');
  });
});
