import { createSallyport, type SignInProvider, type TenantOptions } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { listen } from '@sallyport/test-support/adapters/listen';
import express from 'express';
import { expect, it } from 'vitest';
import { sallyport } from './sallyport.ts';

/** Providers and codes with the tenant's name. */
function partsOf(name: string): TenantOptions {
  const provider = (kind: SignInProvider['kind'], id: string): SignInProvider => ({
    ...{ kind, id, name: `Provider of ${name}`, roles: [] },
    begin: async ({ state }) => ({ location: `https://${name}.example/?${new URLSearchParams({ state })}`, kept: {} }),
    finish: async () => ({ outcome: 'cancelled' }),
    metadata: () => `<${name}/>`,
  });
  return {
    providers: [provider('oidc', `${name}-idp`), provider('saml', `${name}-saml`)],
    codes: { [name]: { label: `Code of ${name}`, send: () => undefined } },
  };
}

/** One app with tenants below one origin, by path: `/north/auth`, `/south/auth`. Only `north` keeps vaults. */
async function oneApp() {
  const auth = createSallyport({
    origin: 'http://localhost:3000',
    secrets: ['a secret that is long enough to be one'],
    store: memoryStore(),
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    logger: { warn: () => undefined, error: () => undefined },
    tenant: ({ path }) => path.split('/')[1] ?? '',
    tenants: { north: { ...partsOf('north'), vault: {} }, south: partsOf('south') },
  });
  await auth.ready();
  const app = express();
  for (const name of ['north', 'south', 'west']) app.use(`/${name}/auth`, sallyport(auth).routes());
  const url = await listen(app);
  const ask = async (line: string, body?: object) => {
    const [method = '', path = ''] = line.split(' ');
    const headers = { 'content-type': 'application/json', 'sallyport-client': 'token' };
    const sent = body === undefined ? {} : { headers, body: JSON.stringify(body) };
    const reply = await fetch(url + path, { method, redirect: 'manual', ...sent });
    return { status: reply.status, text: await reply.text() };
  };
  return { ask, close: () => auth.close() };
}

it('X39 each tenant is served what it has, and is told of nothing else', async () => {
  const { ask, close } = await oneApp();
  for (const [name, other] of [
    ['north', 'south'],
    ['south', 'north'],
  ] as const) {
    for (const path of ['sign-in', 'openapi.json']) {
      const { status, text } = await ask(`GET /${name}/auth/${path}`);
      expect(status, path).toBe(200);
      expect(text.replaceAll(`/${name}/auth`, ''), path).toContain(`${name}`);
      expect(text, path).not.toContain(other);
    }
    const statusOf = async (line: string, body?: object): Promise<number> => (await ask(line, body)).status;
    const code = { code: '123456' };
    // Without a flow or a session, a route of the tenant answers 410 or 401. A route of another tenant answers 404.
    expect(await statusOf(`POST /${name}/auth/sign-in/${name}-code/send`, {})).toBe(410);
    expect(await statusOf(`POST /${name}/auth/sign-in/${other}-code/send`, {})).toBe(404);
    expect(await statusOf(`POST /${name}/auth/sign-in/${other}-code`, code)).toBe(404);
    expect(await statusOf(`POST /${name}/auth/enroll/${other}-code`, { address: '+15550112' })).toBe(404);
    expect(await statusOf(`POST /${name}/auth/enroll/${other}-code/confirm`, code)).toBe(404);
    expect(await statusOf(`DELETE /${name}/auth/account/${other}-code`, {})).toBe(404);
    expect(await statusOf(`GET /${name}/auth/sign-in/sso/${name}-idp`)).toBe(303);
    expect(await ask(`GET /${name}/auth/sign-in/sso/${name}-saml/metadata`)).toMatchObject({ text: `<${name}/>` });
    expect(await statusOf(`GET /${name}/auth/sign-in/sso/${other}-saml/metadata`)).toBe(404);
    expect(await statusOf(`GET /${name}/auth/account/vault`)).toBe(name === 'north' ? 401 : 404);
  }
  const away = await ask('GET /north/auth/sign-in/sso/south-idp');
  expect(away.text).not.toContain('south.example');
  expect((await ask('GET /west/auth/sign-in')).status).toBe(404);
  await close();
});
