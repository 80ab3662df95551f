import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { Client } from '@sallyport/example-quickstart/test/client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { serviceProviders } from '../src/saml/service-providers.ts';
import { opens, type PostedForm } from './service-provider.ts';
import { type Idp, idpForThisTest } from './world.ts';

const { SALLYPORT_MELLON: mellon = '', SALLYPORT_SHIBBOLETH: shibboleth = '' } = process.env;

/** Starts the identity provider for the apps of a folder, gives the app its metadata, and starts the app. */
async function idpAndApp(folder: string, site: string): Promise<Idp> {
  const apps = serviceProviders(readFileSync(`${folder}/sps.json`, 'utf8'));
  const idp = await idpForThisTest({ apps, port: 13_981 });
  writeFileSync(`${folder}/idp.xml`, await (await fetch(`${idp.url}/saml/metadata`)).text());
  // Apache ends every process of its group.
  const app = spawn('bash', [`${folder}/start.sh`], { stdio: 'inherit', detached: true });
  const ended = once(app, 'exit');
  onTestFinished(async () => {
    app.kill();
    await ended;
  });
  await vi.waitFor(() => fetch(site), { timeout: 60_000, interval: 200 });
  return idp;
}

/** Opens a page of the app, signs in at the identity provider, and returns the app's answer to the response. */
async function signsIn(idp: Idp, browser: Client, page: string): Promise<{ status: number; location: string | null }> {
  const { pathname, search, origin } = new URL(await leaves(browser, page));
  expect(origin).toBe(idp.url);
  const dora = idp.person('dora@example.org');
  expect(await opens(dora.client, pathname + search)).toMatchObject({ status: 303, location: '/sign-in' });
  const done = await dora.proves('password', 'email-code');
  const { form } = await opens(dora.client, done.body.continuation?.location ?? '');
  if (form === undefined) throw new Error('no response is posted');
  return posts(browser, form);
}

/** Follows the redirects of the app, and returns the first address elsewhere. */
async function leaves(browser: Client, page: string): Promise<string> {
  let location = page;
  for (let hops = 0; hops < 5 && !URL.canParse(location); hops += 1) {
    const answer = await browser.host('GET', location);
    location = (answer.headers.get('location') ?? 'no location').replace(browser.origin, '');
  }
  return location;
}

async function posts(browser: Client, form: PostedForm): Promise<{ status: number; location: string | null }> {
  const fields = { SAMLResponse: form.response, ...(form.relayState !== undefined && { RelayState: form.relayState }) };
  const { status, headers } = await browser.host('POST', new URL(form.action).pathname, {
    raw: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: null },
  });
  return { status, location: headers.get('location') };
}

/** `packages/saml/walk/mod-auth-mellon.sh` sets Apache up, and runs these. */
describe.skipIf(mellon === '')('mod_auth_mellon', () => {
  const site = 'http://127.0.0.1:13982';

  it('P7 signs a person in by the settings of the guide, with a transient name', async () => {
    const idp = await idpAndApp(mellon, site);
    const browser = new Client(site);
    const answer = await signsIn(idp, browser, '/secret/');
    expect(answer).toEqual({ status: 303, location: `${site}/secret/` });
    const { status, headers, text } = await browser.host('GET', '/secret/');
    expect({ status, text }).toEqual({ status: 200, text: 'for people who signed in\n' });
    expect(headers.get('x-name')).toMatch(/^_[0-9a-f]{40}$/);
    expect(headers.get('x-user')).toBe('dora@example.org');
  });
});

/** `packages/saml/walk/shibboleth-sp.sh` sets Apache and shibd up, and runs these. */
describe.skipIf(shibboleth === '')('Shibboleth', () => {
  const site = 'http://127.0.0.1:13983';

  it('P7 signs a person in by the settings of the guide, with the persistent name', async () => {
    const idp = await idpAndApp(shibboleth, site);
    const browser = new Client(site);
    const answer = await signsIn(idp, browser, '/secret/');
    expect(answer).toEqual({ status: 302, location: `${site}/secret/` });
    const { status, headers, text } = await browser.host('GET', '/secret/');
    expect({ status, text }).toEqual({ status: 200, text: 'for people who signed in\n' });
    expect(headers.get('x-user')).toMatch(/^[\w-]{43}$/);
    expect(headers.get('x-mail')).toBe('dora@example.org');
  });
});
