import type { PolicyInput } from '@sallyport/core';
import { type Caller, createSallyport, isRefusal, tenantId } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALICE, BOB, CALLBACK, startProvider, type TestProvider } from './provider.test-support.ts';
import { corp } from './round-trip.test-support.ts';
import { userAgent } from './user-agent.test-support.ts';

const TENANT = tenantId('default');
const POLICY: PolicyInput<string> = {
  requiredStrength: 'enhanced',
  providers: {
    corp: {
      trust: [{ acr: 'urn:example:mfa', strength: 'enhanced' }],
      mailDomains: ['corp.example'],
      createAccounts: true,
    },
  },
};

/** The engine, with the real oidc-provider. */
async function world(provider: TestProvider) {
  const store = memoryStore();
  const auth = createSallyport({
    origin: 'http://localhost:9',
    secrets: ['a secret that is long enough to be one'],
    store,
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    providers: [corp(provider.issuer, { roles: ['employee'] })],
    policy: POLICY,
  });
  await auth.ready();
  const fresh: Caller = { tenant: TENANT, mode: 'cookie' };
  /** Leaves and signs in at the provider. Returns the caller and the parameters of the callback. */
  const travels = async (person: typeof ALICE, edit: (address: URL) => void = () => {}) => {
    const left = await auth.sso.begin(fresh, 'corp', { callback: CALLBACK });
    if (isRefusal(left)) throw new Error(left.refused);
    const address = new URL(left.location);
    edit(address);
    const back = await userAgent().follow(address.href, { ...person, stopAt: CALLBACK });
    const parameters: Record<string, string> = Object.fromEntries(back.searchParams);
    return { caller: { ...fresh, flowToken: left.keep.flow?.token }, back: { callback: CALLBACK, parameters } };
  };
  return { auth, store, travels };
}

describe('the engine and OpenID Connect', () => {
  let provider: TestProvider;
  beforeAll(async () => {
    provider = await startProvider();
  });
  afterAll(() => provider.stop());

  it('P7 signs in whom the provider knows, as strongly as it says, with the roles it gives', async () => {
    const { auth, store, travels } = await world(provider);
    const { caller, back } = await travels(ALICE);
    const { result } = await auth.sso.finish(caller, 'corp', back);
    expect(result).toMatchObject({ answer: { status: 'complete', session: { strength: 'enhanced' } } });
    const { items } = await store.listAccounts(TENANT, { limit: 10 });
    expect(items).toMatchObject([{ identifiers: ['alice@corp.example'], providerRoles: { corp: ['employee'] } }]);
  });

  it('P9 keeps the roles of a person who takes their scope out of the address', async () => {
    const { auth, store, travels } = await world(provider);
    const roles = async () =>
      (await store.listAccounts(TENANT, { limit: 10 })).items.map(({ providerRoles }) => providerRoles);
    const honest = await travels(ALICE);
    await auth.sso.finish(honest.caller, 'corp', honest.back);
    expect(await roles()).toEqual([{ corp: ['employee'] }]);
    const tampered = await travels(ALICE, ({ searchParams }) => {
      searchParams.set('scope', 'openid email');
      searchParams.delete('claims');
    });
    const { result } = await auth.sso.finish(tampered.caller, 'corp', tampered.back);
    expect(result).toHaveProperty('answer');
    expect(await roles()).toEqual([{ corp: ['employee'] }]);
  });

  it('X14 counts for one factor where it says no more', async () => {
    const { auth, travels } = await world(provider);
    const { caller, back } = await travels(BOB);
    const { result } = await auth.sso.finish(caller, 'corp', back);
    expect(result).not.toMatchObject({ answer: { status: 'complete' } });
  });

  it('X3 of one return 20 at once one is granted, though the provider takes back what a code gave that it sees twice', async () => {
    const { auth, travels } = await world(provider);
    const { caller, back } = await travels(ALICE);
    const arrivals = await Promise.all(Array.from({ length: 20 }, () => auth.sso.finish(caller, 'corp', back)));
    const granted = arrivals.filter(({ result }) => 'answer' in result && result.answer.status === 'complete');
    expect(granted).toHaveLength(1);
  });

  it('X4 asks the real provider seldom for strangers: 50 who leave, and 50 made-up codes of one flow', async () => {
    const counted = await startProvider();
    try {
      const { auth, travels } = await world(counted);
      const fresh: Caller = { tenant: TENANT, mode: 'cookie' };
      for (let turn = 0; turn < 50; turn += 1) await auth.sso.begin(fresh, 'corp', { callback: CALLBACK });
      expect(counted.asked.get('/.well-known/openid-configuration')).toBeLessThanOrEqual(3);
      const { caller, back } = await travels(ALICE);
      const made = (parameters: Record<string, string>) => auth.sso.finish(caller, 'corp', { ...back, parameters });
      const words: unknown[] = [];
      for (let turn = 0; turn < 50; turn += 1)
        words.push(await made({ ...back.parameters, state: `x${turn}`, code: 'x' }));
      expect(counted.asked.get('/token')).toBeUndefined();
      for (let turn = 0; turn < 50; turn += 1) words.push(await made({ ...back.parameters, code: `made up ${turn}` }));
      expect(counted.asked.get('/token')).toBe(5);
      expect(words).not.toContainEqual(
        expect.objectContaining({ result: expect.objectContaining({ answer: expect.anything() }) }),
      );
      const control = await travels(ALICE);
      const { result } = await auth.sso.finish(control.caller, 'corp', control.back);
      expect(result).toMatchObject({ answer: { status: 'complete' } });
    } finally {
      await counted.stop();
    }
  });
});
