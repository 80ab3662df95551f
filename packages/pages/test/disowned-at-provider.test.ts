import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { mailedCode } from '@sallyport/example-quickstart/test/mail';
import { CHEAP_HASHING, startOnEmptyStore } from '@sallyport/example-quickstart/test/quickstart';
import { afterAll, describe, expect, it } from 'vitest';

// The provider uses the machine's clock, so the app uses the machine's clock too. The provider knows the browser for a day.
const app = await startOnEmptyStore({ ssoDemo: true, passwordHashing: CHEAP_HASHING });
afterAll(() => app.close());

const DORA = 'dora@example.org';

describe.skipIf(chromiumHere === null)(
  'an owner who disowned a sign-in, and signs in by the provider, in Chromium',
  () => {
    const desk = chromiumForThisFile().at(app);

    it('X28 X14 comes in, although the provider knows the browser from before', async () => {
      const seat = await desk.sitDown();
      const { page } = seat;
      const toCorp = () => page.getByTestId('sso-corp').click();
      const code = async (): Promise<void> => {
        await page.getByTestId('step-email-code').waitFor();
        const sent = await mailedCode(app, DORA);
        await page.waitForTimeout(500);
        await page.getByTestId('code').fill((await mailedCode(app, DORA)) || sent);
      };
      await page.goto('/sign-in');
      await toCorp();
      await page.getByTestId('corp-dora').click();
      await code();
      await seat.isOnAccountPage();

      // Somebody else signs in elsewhere, and Dora says that it was not her.
      const post = async (path: string, body: object, cookies: string) => {
        const reply = await fetch(`${app.url}/auth${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: new URL(app.url).origin, cookie: cookies },
          body: JSON.stringify(body),
        });
        const set = reply.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
        return { reply: (await reply.json()) as { status?: string }, set };
      };
      const begun = await post('/sign-in', { identifier: DORA, password: 'correct horse battery staple' }, '');
      const jar = begun.set.join('; ');
      await post('/sign-in/email-code/send', {}, jar);
      await page.waitForTimeout(1_200);
      const stranger = await post('/sign-in/email-code', { code: await mailedCode(app, DORA) }, jar);
      expect(stranger.reply.status).toBe('complete');
      const about = async () => {
        const mails = (await (await fetch(`${app.url}/dev/mail?to=${DORA}`)).json()) as {
          kind: string;
          token?: string;
        }[];
        return mails.find(({ kind }) => kind === 'sign-in.unfamiliar')?.token;
      };
      await expect.poll(about, { timeout: 60_000 }).toBeDefined();
      await page.goto(`/disown?token=${encodeURIComponent((await about()) ?? '')}`);
      await page.getByTestId('not-me').click();
      await page.getByTestId('disowned').waitFor();

      // The session of the app is over, and that of the provider is not.
      await page.context().clearCookies({ name: 'sallyport-session' });
      await page.context().clearCookies({ name: 'sallyport-flow' });
      await page.goto('/sign-in');
      await toCorp();
      await page.getByTestId('method-sso').click();
      await page.getByTestId('sso-link').click();
      // The provider is asked for a new sign-in, and asks who signs in.
      await page.getByTestId('corp-dora').click();
      await code();
      await seat.isOnAccountPage();
    }, 180_000);
  },
);
