import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { type corpForThisTest, Traveller } from '@sallyport/example-quickstart/test/corp';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { CHEAP_HASHING, PASSWORD, startOnEmptyStore } from '@sallyport/example-quickstart/test/quickstart';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import { afterAll, describe, expect, it } from 'vitest';

type Corp = Awaited<ReturnType<typeof corpForThisTest>>;

// The provider uses the machine's clock, so the app uses the machine's clock too.
const app = await startOnEmptyStore({ ssoDemo: true, passwordHashing: CHEAP_HASHING });
afterAll(() => app.close());

describe.skipIf(chromiumHere === null)('a link to a provider, on a page whose person was replaced, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  it('X14 X44 links the identity of one person to no account of another', async () => {
    // Nobody is linked to the provider yet.
    const ada = new Traveller({ url: app.url } as Corp);
    await ada.signsIn({ subject: 'corp-ada', two: 'yes' });
    for (const identifier of ['ben@example.org', 'cleo@example.org']) {
      const { body } = await ada.client.get<{ accounts: { accountId: string }[] }>(
        `/admin/accounts?query=${identifier}`,
      );
      const path = `/admin/accounts/${body.accounts[0]?.accountId}/external-ids`;
      expect((await ada.client.put(path, { externalIds: [] })).status).toBe(200);
    }
    const seat = await desk.sitDown();
    const { page } = seat;
    await page.goto('/');
    const headers = { origin: new URL(page.url()).origin };
    // A sign-in page of the host, in a window beside.
    const ask = async (path: string, data: unknown) =>
      (await page.request.post(`/auth${path}`, { headers, data })).json();
    const signsIn = async (identifier: string) => {
      await ask('/sign-in', { identifier, password: PASSWORD });
      await ask('/sign-in/email-code/send', {});
      return ask('/sign-in/email-code', { code: await mailedCode(app, identifier) });
    };
    expect(await signsIn('ben@example.org')).toMatchObject({ status: 'complete' });
    await page.goto('/account');
    await page.getByTestId('link-corp').waitFor();
    // Cleo has to set something up in her sign-in, and Ben's page loads meanwhile.
    expect(await signsIn('cleo@example.org')).toMatchObject({ status: 'enroll' });
    await page.goto('/account');
    await page.getByTestId('link-corp').waitFor();
    expect(await page.locator('#who').textContent()).toContain('ben@example.org');
    const { secret } = await ask('/enroll/totp', {});
    const done = await ask('/enroll/totp/confirm', { code: totpCode(secret, Date.now()) });
    expect(done).toMatchObject({ status: 'complete' });
    const asked = page.waitForResponse('**/auth/enroll/sso/corp');
    await page.getByTestId('link-corp').click();
    if ((await asked).status() === 200) {
      // Ben signs in at the provider as himself.
      await page.getByTestId('corp-ben').click();
      await page.getByTestId('unlink-corp').waitFor();
    }
    const account = await seat.account();
    expect(account.identifiers).toEqual(['cleo@example.org']);
    expect(account).toMatchObject({ externalIds: [] });
    await page.getByTestId('not-done').waitFor();
  });
});
