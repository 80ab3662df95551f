import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CLASSES } from '../src/saml/context-class.ts';
import { serviceProviders } from '../src/saml/service-providers.ts';
import { App, SP } from './service-provider.ts';
import { type Idp, idpForThisTest } from './world.ts';

/** Listens for one test. Resolves to the origin. */
async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/**
 * An app on another site that signs people in here. `/` sends people to the sign-in, and `/acs` takes the response. The app then sends the person on to
 * `home`, at another origin of the app, which shows the signed-in person.
 */
async function appOnAnotherSite(): Promise<{ url: string; acs: string; home: string; serves(app: App): void }> {
  let app: App | undefined;
  let shown = '';
  const home = await listening((_, res) => void res.writeHead(200, { 'content-type': 'text/plain' }).end(shown));
  const url = await listening(async (req, res) => {
    if (req.method !== 'POST') {
      res.writeHead(303, { location: (await app?.location()) ?? '' }).end();
      return;
    }
    let body = '';
    for await (const chunk of req) body += chunk;
    const form = new URLSearchParams(body);
    const person = await app?.lets({ action: '', xml: '', response: form.get('SAMLResponse') ?? '' });
    shown = `${JSON.stringify(person)} ${form.get('RelayState')}`;
    res.writeHead(303, { location: home }).end();
  });
  return {
    url,
    acs: `${url}/acs`,
    home: `${home}/`,
    serves: (served) => {
      app = served;
    },
  };
}

describe.skipIf(chromiumHere === null)('sign-in for another app, in Chromium', () => {
  const chromium = chromiumForThisFile();

  async function code(idp: Idp, address: string): Promise<string> {
    return (await idp.nextMail(address, 'code', 0)).code ?? '';
  }

  it('W10 cleo comes from an app, is taken through enrollment, and arrives back there by herself', async () => {
    const site = await appOnAnotherSite();
    const apps = serviceProviders(JSON.stringify([{ entityId: SP, acs: site.acs }]));
    const idp = await idpForThisTest({ apps });
    site.serves(new App(idp, { callbackUrl: site.acs }));
    const { page, authenticator } = await chromium.at(idp).sitDown();
    const address = 'cleo@example.org';

    await page.goto(site.url);
    await page.getByTestId('identifier').waitFor();
    await page.getByTestId('identifier').fill(address);
    await page.getByTestId('password').fill('correct horse battery staple');
    await page.getByTestId('submit').click();
    await page.getByTestId('step-email-code').waitFor();
    await page.getByTestId('code').fill(await code(idp, address));
    await page.waitForURL('**/enroll*');
    await page.getByTestId('enroll-passkey').waitFor();
    await authenticator.touches(true);
    await page.getByTestId('enroll-passkey').click();
    await page.getByTestId('backup-codes').waitFor();
    await page.getByTestId('done').click();
    await page.waitForURL(site.home);
    const shown = (await page.textContent('body')) ?? '';
    expect(shown).toContain(`"context":"${CLASSES.mfa}"`);
    expect(shown).toContain(`"mail":"${address}"`);
    expect(shown).toContain('deep/link');

    // The second request is answered immediately.
    await page.goto(site.url);
    await page.waitForURL(site.home);
  });
});
