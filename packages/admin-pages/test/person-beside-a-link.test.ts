import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { type corpForThisTest, Traveller } from '@sallyport/example-quickstart/test/corp';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { CHEAP_HASHING, PASSWORD, startOnEmptyStore } from '@sallyport/example-quickstart/test/quickstart';
import { totpCode } from '@sallyport/example-quickstart/test/totp';
import { afterAll, describe, expect, it } from 'vitest';

type Corp = Awaited<ReturnType<typeof corpForThisTest>>;

const NIA = 'nia@elsewhere.test';

// The provider uses the machine's clock, so the app uses the machine's clock too.
const app = await startOnEmptyStore({ ssoDemo: true, passwordHashing: CHEAP_HASHING });
afterAll(() => app.close());

describe.skipIf(chromiumHere === null)(
  'the page of a person, for an administrator who turned back from a provider',
  () => {
    const desk = chromiumForThisFile().at(app);

    it('X10 P18 shows the person, and not that a sign-in is over', async () => {
      const ada = new Traveller({ url: app.url } as Corp);
      await ada.signsIn({ subject: 'corp-ada', two: 'yes' });
      const nia = { identifier: NIA, email: NIA, password: PASSWORD, roles: ['super-admin'] };
      const created = await ada.client.post<{ accountId: string }>('/admin/accounts', nia);
      expect(created.status).toBe(201);
      const seat = await desk.sitDown();
      const { page } = seat;
      await page.goto('/');
      const headers = { origin: new URL(page.url()).origin };
      const ask = async (path: string, data: unknown) =>
        (await page.request.post(`/auth${path}`, { headers, data })).json();
      await ask('/sign-in', { identifier: NIA, password: PASSWORD });
      await ask('/sign-in/email-code/send', {});
      await ask('/sign-in/email-code', { code: await mailedCode(app, NIA) });
      const { secret } = await ask('/enroll/totp', {});
      const done = await ask('/enroll/totp/confirm', { code: totpCode(secret, Date.now()) });
      expect(done).toMatchObject({ status: 'complete' });
      const person = `/admin/people?id=${created.body.accountId}`;
      await page.goto(person);
      await page.getByTestId('detail').waitFor();
      await page.goto('/account');
      await page.getByTestId('link-corp').click();
      await page.getByTestId('corp-ben').waitFor();
      // She turns back without an answer at the provider.
      await page.goto(person);
      await page.getByTestId('detail').or(page.getByTestId('retry')).waitFor();
      expect(await page.locator('main').textContent()).not.toContain('This sign-in is over');
      expect(await page.getByTestId('detail').count()).toBe(1);
    });
  },
);
