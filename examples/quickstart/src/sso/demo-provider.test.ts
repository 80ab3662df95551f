import { instant } from '@sallyport/core';
import { oidc } from '@sallyport/oidc';
import type { SignInProvider } from '@sallyport/store/providers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROOFS } from '../people.ts';
import { type DemoProvider, startDemoProvider } from './demo-provider.ts';

const APP = 'http://localhost:9';
const CALLBACK = `${APP}/auth/sign-in/sso/corp/callback`;

let provider: DemoProvider;
let corp: SignInProvider;
beforeAll(async () => {
  provider = await startDemoProvider(APP, { port: 0 });
  corp = oidc(provider.options);
});
afterAll(() => provider.close());

const now = () => instant(Date.now());

/** Goes to the provider, sends its form, and comes back. */
async function visit(form: Record<string, string>) {
  const cookies = new Map<string, string>();
  const go = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(address, { redirect: 'manual', ...init, headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    return response;
  };
  const state = 'a state';
  const { location, kept } = await corp.begin({ callback: CALLBACK, state, acr: [PROOFS.two.acr], now: now() });
  let response = await go(location);
  const page = new URL(response.headers.get('location') ?? '', location).href;
  const html = await (await go(page)).text();
  response = await go(page, { method: 'POST', body: new URLSearchParams(form) });
  while (!(response.headers.get('location') ?? '').startsWith(APP)) {
    response = await go(new URL(response.headers.get('location') ?? '', location).href);
  }
  const back = new URL(response.headers.get('location') ?? '');
  const parameters = Object.fromEntries(back.searchParams);
  return { html, go, answer: await corp.finish({ callback: CALLBACK, state, kept, parameters, now: now() }) };
}

describe("the demo's own provider", () => {
  it('P7 signs in whom somebody says to be, with one factor', async () => {
    const { html, answer } = await visit({ subject: 'corp-dora' });
    expect(html).toContain('dora@example.org');
    expect(answer).toMatchObject({
      outcome: 'signed-in',
      identity: {
        issuer: provider.options.issuer,
        subject: 'corp-dora',
        email: { address: 'dora@example.org', verified: true },
        acr: PROOFS.one.acr,
        amr: ['pwd'],
      },
    });
  });

  it('says so where two factors were proved there', async () => {
    const { answer } = await visit({ subject: 'corp-ada', two: 'yes' });
    expect(answer).toMatchObject({ identity: { acr: PROOFS.two.acr, amr: ['pwd', 'otp', 'mfa'] } });
  });

  it.each<Record<string, string>>([{ cancel: 'yes' }, { subject: 'corp-eve' }, {}])(
    'signs in nobody else: %j',
    async (form) => {
      expect((await visit(form)).answer).toEqual({ outcome: 'cancelled' });
    },
  );

  it('has nothing but its pages', async () => {
    const { issuer } = provider.options;
    const over = await fetch(`${issuer}/interaction/none`, { headers: { 'accept-language': 'de' } });
    expect(over.status).toBe(400);
    expect(await over.text()).toContain(`<a href="${APP}/sign-in">Zurück zur Demo</a>`);
    expect((await fetch(`${issuer}/interaction/none`, { method: 'POST' })).status).toBe(400);
    const wrong = await fetch(`${issuer}/auth?client_id=<none>`, { headers: { accept: 'text/html' } });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).not.toContain('<none>');
  });

  it('asks before it signs out', async () => {
    const { go, answer } = await visit({ subject: 'corp-dora' });
    const hint = answer.outcome === 'signed-in' ? answer.identity.logoutHint : undefined;
    const location = (await corp.logout?.({ hint, returnTo: `${APP}/` })) ?? '';
    const page = await (await go(location)).text();
    expect(page).toContain('Sign out of Example Corp');
    const xsrf = /name="xsrf" value="(\w+)"/.exec(page)?.[1] ?? '';
    const confirm = new URL('/session/end/confirm', location).href;
    const done = await go(confirm, { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) });
    expect(done.headers.get('location')).toBe(`${APP}/`);
  });
});
