import { hostCode, isRefusal, type SallyportOptions, tenantId } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { type Embedded, embedded, PASSWORD } from '../embedded.test-support.ts';
import { Browser, corporate } from '../sign-in/single-sign-on/fake-provider.test-support.ts';

const NORTH = tenantId('north');
const BY = hostCode('owner of north');
const WEAK = { requiredStrength: 'single', administrators: {} } as const;
const FLOOR = {
  requiredStrength: 'baseline',
  roles: { admin: { requiredStrength: 'enhanced' } },
  passwords: { minimum: 20 },
  administrators: {},
} as const;

async function vendor(options: Partial<SallyportOptions<string>> = {}): Promise<Embedded> {
  const world = await embedded({
    policy: FLOOR,
    policyFloor: true,
    tenant: () => 'north',
    tenants: { north: { sendMail: () => undefined } },
    ...options,
  });
  const made = await world.auth.people.create({
    ...{ tenant: NORTH, identifier: 'ada', email: 'ada@example.org', password: PASSWORD, roles: ['admin'], by: BY },
  });
  if (isRefusal(made)) throw new Error(made.refused);
  return world;
}

/** What a sign-in by the password says, and who asks for more. */
async function signsIn({ auth }: Pick<Embedded, 'auth'>): Promise<unknown> {
  const reply = await auth.signIn.begin({ tenant: NORTH, mode: 'token' }, { identifier: 'ada', password: PASSWORD });
  if (isRefusal(reply)) return reply.refused;
  const { answer } = reply;
  const because = 'because' in answer ? answer.because.filter(({ code }) => code === 'strength-required') : [];
  return [answer.status, ...because.map(({ source }) => source)];
}

it('X1 what the policy in the code asks holds under the policy that a tenant writes', async () => {
  const world = await vendor();
  const { auth } = world;
  expect(await signsIn(world)).toMatchObject(['continue', 'tenant', { role: 'admin' }]);
  const saved = await auth.policy.set(NORTH, WEAK, { ifVersion: 0, by: BY });
  expect(saved).toMatchObject({ version: 1 });
  expect(await signsIn(world)).toMatchObject(['continue', 'tenant', 'floor', { role: 'admin', floor: true }]);
  const short = await auth.people.create({ tenant: NORTH, identifier: 'ben', password: 'nineteen letters xy', by: BY });
  expect(short).toMatchObject({ refused: 'malformed-input' });
  expect(await auth.policy.current(NORTH)).toMatchObject({ policy: WEAK, floor: FLOOR });
  expect((await auth.policy.versions(NORTH)).versions[0]).not.toHaveProperty('floor');
});

it('X1 a preview, what-if and the demand of a saved policy are those with the floor', async () => {
  const { auth } = await vendor();
  const preview = await auth.policy.preview(NORTH, WEAK);
  expect(preview).toMatchObject({ moves: [], askedForLess: 0 });
  const asked = { policy: WEAK, account: { identifier: 'ada', tenant: NORTH }, proofs: [{ method: 'password' }] };
  const answer = await auth.policy.whatIf(NORTH, asked as never);
  expect(JSON.stringify(answer)).not.toContain('granted');
  // A policy above the floor is the tenant's own.
  const strict = { ...WEAK, requiredStrength: 'phishing-resistant' };
  await auth.policy.set(NORTH, strict, { ifVersion: 0, by: BY });
  expect(await signsIn({ auth })).toContainEqual('tenant');
});

it('X1 a policy that was stored before the floor is under it from the next start on, and above it without', async () => {
  const before = await vendor({ policyFloor: false });
  await before.auth.policy.set(NORTH, WEAK, { ifVersion: 0, by: BY });
  expect(await signsIn(before)).toEqual(['complete']);
  expect(await before.auth.policy.current(NORTH)).not.toHaveProperty('floor');
  const { store } = before;
  const after = await embedded({
    ...{ store, policy: FLOOR, policyFloor: true, tenant: () => 'north' },
    tenants: { north: { sendMail: () => undefined } },
  });
  expect(await signsIn(after)).toMatchObject(['continue', 'tenant', 'floor', { role: 'admin', floor: true }]);
});

it('X1 a tenant of its own code policy has no second reason of the floor', async () => {
  const { auth } = await embedded({ policy: FLOOR, policyFloor: true });
  expect(await auth.policy.current(tenantId('default'))).toMatchObject({ version: 1, floor: FLOOR });
  await expect(embedded({ policyFloor: 'yes' as never })).rejects.toMatchObject({ code: 'bad-option' });
});

it('X1 X14 a provider is asked for the classes that the floor names, also after the first policy of a tenant', async () => {
  const gold = { anyOf: [[{ method: 'sso', acr: ['urn:gold'] }]] } as const;
  const trust = [
    { acr: 'urn:mfa', strength: 'enhanced' },
    { acr: 'urn:key', strength: 'phishing-resistant' },
  ] as const;
  const floor = { strengths: { gold }, providers: { corp: { trust } } };
  const world = await corporate({ ...floor, requiredStrength: 'single' }, { policyFloor: true });
  const asked = async () => {
    await new Browser(world).leaves();
    return world.corp.asked.at(-1)?.acr;
  };
  const before = await asked();
  expect(before).toEqual(['urn:mfa', 'urn:key', 'urn:gold']);
  await world.auth.policy.set(tenantId('default'), WEAK, { ifVersion: 1, by: BY });
  expect(await asked()).toEqual(before);
});

it('X1 a policy that was stored before the floor, and has too much beside it, shuts nobody out, and an error names the tenant', async () => {
  const classes = (prefix: string) =>
    Object.fromEntries(
      Array.from({ length: 12 }, (_, turn) => [
        `${prefix}-${turn}`,
        { anyOf: [[{ method: 'passkey' as const, aaguid: [crypto.randomUUID()] }]] },
      ]),
    );
  const before = await vendor({ policyFloor: false });
  const own = { ...WEAK, strengths: classes('own'), contexts: {} };
  expect(await before.auth.policy.set(NORTH, own, { ifVersion: 0, by: BY })).toMatchObject({ version: 1 });
  const { store } = before;
  const after = await embedded({
    ...{ store, policy: { ...FLOOR, strengths: classes('floor') }, policyFloor: true, tenant: () => 'north' },
    tenants: { north: { sendMail: () => undefined } },
  });
  expect(await signsIn(after)).toMatchObject(['continue', 'tenant', 'floor', { role: 'admin', floor: true }]);
  expect(after.logged).toContainEqual(
    expect.arrayContaining([expect.objectContaining({ code: 'beyond-the-floor', tenant: 'north', version: 1 })]),
  );
  expect(await after.auth.policy.set(NORTH, own, { ifVersion: 1, by: BY })).toMatchObject({
    refused: 'malformed-input',
    errors: [{ path: 'policy.strengths' }],
  });
  expect(await after.auth.policy.set(NORTH, WEAK, { ifVersion: 1, by: BY })).toMatchObject({ version: 2 });
});
