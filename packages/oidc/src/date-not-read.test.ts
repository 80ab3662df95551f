import { expect, it, onTestFinished } from 'vitest';
import { APP_CALLBACK, type App, type AppBrowser, startApp } from './app.test-support.ts';
import { ALICE, CLIENT_ID, CLIENT_SECRET, type Dates, startProvider } from './provider.test-support.ts';
import { corp } from './round-trip.test-support.ts';
import { userAgent } from './user-agent.test-support.ts';

async function appWith(dates: Dates): Promise<App> {
  const client = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [APP_CALLBACK] };
  const provider = await startProvider({ clients: [client] }, undefined, dates);
  onTestFinished(() => provider.stop());
  return startApp(corp(provider.issuer));
}

/** The path where Alice ends. */
async function signsIn({ ask }: AppBrowser): Promise<string> {
  const { location } = await ask('GET', '/auth/sign-in/sso/corp');
  const back = await userAgent().follow(location, { ...ALICE, stopAt: APP_CALLBACK });
  return (await ask('GET', back.href)).location;
}

it('P7 X8 a provider that dated a sign-in an hour ago is offered for a recent proof', async () => {
  const { newBrowser, logged } = await appWith((authTime) => Number(authTime) - 3_600);
  const browser = newBrowser();
  expect(await signsIn(browser)).toBe('/account');
  expect((await browser.ask('POST', '/auth/step-up', { within: '5m' })).body).toMatchObject({
    accept: [{ method: 'sso', provider: 'corp' }],
  });
  expect(logged).toEqual([]);
});

it.each<[string, Dates]>([
  ['a text', String],
  ['null', () => null],
])(
  'P7 X8 X45 a provider whose date is %s signs in, is offered for no recent proof, and the log says once a day what to change',
  async (form, dates) => {
    const { newBrowser, logged } = await appWith(dates);
    for (let turn = 0; turn < 2; turn += 1) {
      const browser = newBrowser();
      expect(await signsIn(browser)).toBe('/account');
      const stepUp = await browser.ask('POST', '/auth/step-up', { within: '5m' });
      expect(stepUp).toMatchObject({ status: 403, body: { code: 'no-way-in' } });
      expect((await browser.ask('GET', '/auth/account')).body).toMatchObject({ externalIds: [{ provider: 'corp' }] });
    }
    const why = `the claim 'auth_time' is ${form}: have the provider write a number of seconds, or leave the claim out`;
    expect(logged).toEqual([
      [
        "a provider's time of a sign-in is not read, and the provider is not offered for a recent proof",
        { provider: 'corp', why },
      ],
    ]);
  },
);
