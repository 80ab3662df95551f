import { hostCode, isRefusal, type Sallyport, type SallyportOptions, tenantId } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { beforeEach, expect, it } from 'vitest';
import { type Embedded, embedded } from './embedded.test-support.ts';

const NAMES = ['north', 'south'];
const asked: string[] = [];
const customers = new Set(NAMES);
beforeEach(() => {
  asked.length = 0;
  customers.clear();
  for (const name of NAMES) customers.add(name);
});

/** Each tenant has a host of its own, and a customer can come at any time. */
function byTenant(options: Partial<SallyportOptions<string>> = {}): Promise<Embedded> {
  const common = {};
  return embedded({
    policy: { requiredStrength: 'single' },
    origin: (name) => {
      asked.push(name);
      return `https://${name}.example`;
    },
    trustedOrigins: (name) => [`https://pages.${name}.example/`],
    tenant: ({ headers }) => headers['host'] ?? '',
    tenants: (name) => (customers.has(name) ? common : undefined),
    ...options,
  });
}

async function rpIdIn(auth: Sallyport, tenant: string): Promise<unknown> {
  const options = await auth.signIn.passkeyOptions({ tenant: tenantId(tenant), mode: 'token' });
  return isRefusal(options) ? options : options.rpId;
}

it('X26 X39 each tenant has the origin that the host answers, once asked, and a new customer needs no restart', async () => {
  const { auth } = await byTenant();
  expect(auth.site('north')).toEqual({
    origin: 'https://north.example',
    trustedOrigins: ['https://pages.north.example'],
  });
  expect([await rpIdIn(auth, 'north'), await rpIdIn(auth, 'south')]).toEqual(['north.example', 'south.example']);
  expect(() => auth.site('east')).toThrow(expect.objectContaining({ code: 'bad-tenant' }));
  customers.add('east');
  expect(await rpIdIn(auth, 'east')).toBe('east.example');
  for (let turn = 0; turn < 3; turn++) auth.site('north');
  expect(asked).toEqual(['north', 'south', 'east']);
  // What nobody may use by mistake for every tenant.
  expect([auth.origin, auth.trustedOrigins]).toEqual(['', []]);
});

it('X39 a password is not like the host of its tenant', async () => {
  const { auth } = await byTenant({
    origin: (name) => `https://${name === 'south' ? 'bluebellflower' : name}.example`,
  });
  for (const [tenant, refused] of [
    ['north', undefined],
    ['south', 'malformed-input'],
  ] as const) {
    const password = 'bluebellflower.example';
    const made = await auth.people.create({ tenant, identifier: 'ada', password, by: hostCode('host') });
    expect(isRefusal(made) ? made.refused : undefined).toBe(refused);
  }
});

it.each([
  ['no origin', 'north.example', 'bad-origin'],
  ['no text', undefined, 'bad-origin'],
  ['a promise', Promise.resolve('https://north.example'), 'bad-origin'],
  ['plain http', 'http://north.example', 'insecure-origin'],
])('X39 an answer that is %s is an error with the name of the tenant, and asked again', async (_, answer, code) => {
  let given: unknown = answer;
  const { auth } = await byTenant({ origin: () => given as string });
  const named = { code, message: expect.stringContaining("Tenant 'north'") };
  expect(() => auth.site('north')).toThrow(expect.objectContaining(named));
  await expect(rpIdIn(auth, 'north')).rejects.toMatchObject(named);
  given = 'https://north.example';
  expect(auth.site('north').origin).toBe(given);
});

it('X39 an rpId that does not suit the origin of a tenant, and other lists than lists, are errors of that tenant', async () => {
  const { auth } = await byTenant({ rpId: 'north.example' });
  expect(await rpIdIn(auth, 'north')).toBe('north.example');
  await expect(rpIdIn(auth, 'south')).rejects.toMatchObject({ code: 'bad-rp-id' });
  const { auth: other } = await byTenant({ trustedOrigins: () => 'https://north.example' as never });
  expect(() => other.site('north')).toThrow(expect.objectContaining({ code: 'bad-origin' }));
});

it('X39 a function needs tenants, and a text stays as it was', async () => {
  const single = { tenant: undefined, tenants: undefined };
  await expect(byTenant(single)).rejects.toMatchObject({ code: 'bad-origin' });
  const { auth } = await embedded();
  expect(forAdapters(auth).siteOf).toBeUndefined();
  expect(auth.site('default')).toEqual({ origin: auth.origin, trustedOrigins: auth.trustedOrigins });
  expect(auth.origin).toBe('http://localhost:3000');
  expect(() => auth.site('north')).toThrow(expect.objectContaining({ code: 'bad-tenant' }));
});
