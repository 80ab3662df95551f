import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisTest } from '@sallyport/example-quickstart/test/quickstart';
import { directoryAt, hasSlapd, SECRET, slapdForThese } from '@sallyport/example-quickstart/test/servers/directory';
import { describe, expect, it } from 'vitest';

describe.skipIf(chromiumHere === null || !hasSlapd)('whoever comes by a directory, in Chromium', () => {
  const slapd = slapdForThese();
  const chromium = chromiumForThisFile();

  it('P12 is offered no local password on the account page, since the directory has it', async () => {
    const app = await quickstartForThisTest({
      policy: {
        requiredStrength: 'single',
        providers: { ldap: { mailDomains: ['corp.example'], createAccounts: true } },
      },
      ...directoryAt(slapd()),
    });
    const seat = await chromium.at(app).sitDown();
    await seat.usesPassword('erin@corp.example', SECRET);
    await seat.isOnAccountPage();
    const row = seat.page.locator('[data-factor=Password]');
    expect(await row.textContent()).toContain('The directory’s.');
    expect(await row.getByRole('button').count()).toBe(0);
  });

  it('X21 is asked for no password by the link of an invitation, and signs in with the directory’s', async () => {
    const policy = { providers: { ldap: { mailDomains: ['corp.example'] } } };
    const app = await quickstartForThisTest({ policy, ...directoryAt(slapd()) });
    const { client } = (await app.admin()).person;
    const address = 'erin@corp.example';
    const found = await directoryAt(slapd()).directory?.find('erin');
    const subject = found?.outcome === 'found' ? found.entry.subject : undefined;
    const externalIds = [{ provider: 'ldap', subject }];
    const invited = { identifier: 'erin', email: address, externalIds, invite: true };
    expect((await client.post('/admin/accounts', invited)).status).toBe(201);
    const { token = '' } = await app.nextMail(address, 'token', 0);
    const { page } = await chromium.at(app).sitDown();
    await page.goto(`/sign-in?invitation=${encodeURIComponent(token)}`);
    await page.getByTestId('invited-as').filter({ hasText: 'erin' }).waitFor();
    expect(await page.locator('main').textContent()).toContain('You don’t choose a password here.');
    expect(await page.getByTestId('password').count()).toBe(0);
    await page.getByTestId('submit').click();
    await page.getByTestId('step-ldap').waitFor();
    await page.getByTestId('password').fill(SECRET);
    await page.getByTestId('submit').click();
    await page.getByTestId('overview').waitFor();
  });

  it('X43 is told that the company’s password has to be changed first, and a wrong one tells nothing', async () => {
    const app = await quickstartForThisTest({
      policy: { requiredStrength: 'single', providers: { ldap: { createAccounts: true } } },
      ...directoryAt(slapd()),
    });
    const seat = await chromium.at(app).sitDown();
    const form = seat.page.locator('form');
    await seat.usesPassword('late', SECRET);
    await form.filter({ hasText: 'Your company’s password has to be changed first.' }).waitFor();
    await seat.types('late', 'not what the directory knows');
    await form.filter({ hasText: 'Name and password didn’t match.' }).waitFor();
  });
});
