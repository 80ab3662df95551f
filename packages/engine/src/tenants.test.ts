import { hostCode, isRefusal, type SallyportOptions, type TenantOptions, tenantId } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { createAttestationAuthority, createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { PASSWORD, provesNow } from './embedded.test-support.ts';
import {
  corp,
  type Given,
  made,
  NAMES,
  partsOf,
  problemOf,
  tenant,
  twoTenants,
  Visitor,
} from './tenants.test-support.ts';

const [NORTH, SOUTH] = [tenantId('north'), tenantId('south')];
const NOT_FOUND = { refused: 'not-found' };
describe('a host with several tenants', () => {
  const parts = partsOf('north', []);
  const unscoped: TenantOptions = { ...parts, attestationRoots: [] };

  it.each(Object.entries(unscoped))('X39 does not start with `%s` that is given for no tenant', (part, given) => {
    for (const options of [{ tenant }, { tenant, tenants: { north: {} } }, { tenant, tenants: () => ({}) }]) {
      expect(problemOf({ ...options, [part]: given })).toMatchObject({
        name: 'SallyportConfigError',
        code: 'unscoped-part',
        message: expect.stringContaining(`\`${part}\` is given for no tenant`),
        wayOut: expect.stringContaining(`tenants: { north: { ${part} } }`),
      });
    }
    expect(problemOf({ tenant, tenants: { north: { [part]: given } } })).toBeUndefined();
    expect(problemOf({ [part]: given })).toBeUndefined();
  });

  it.each([
    ['no word on which there are', { tenant }],
    ['none of them', { tenant, tenants: {} }],
    ['nobody who says which tenant a request is of', { tenants: { north: {} } }],
    ['a list of them', { tenant, tenants: ['north'] }],
    ['a text for one of them', { tenant, tenants: { north: 'corp' } }],
    ['a promise for one of them', { tenant, tenants: { north: Promise.resolve({}) } }],
  ])('X39 does not start with %s', (_, options) => {
    expect(problemOf(options as unknown as Partial<SallyportOptions<string>>)).toMatchObject({ code: 'bad-tenants' });
  });

  it('X39 is told whose part it is that cannot work', () => {
    const wrong = { north: { providers: [corp('corp')] }, south: { providers: [corp('Not an id')] } };
    expect(problemOf({ tenant, tenants: wrong })).toMatchObject({
      code: 'bad-provider',
      message: expect.stringMatching(/^Tenant 'south': 'Not an id' is no id of a provider\. Use/),
    });
    expect(problemOf({ providers: [corp('Not an id')] })).toMatchObject({
      message: expect.stringMatching(/^'Not an id' is no id of a provider\./),
    });
    expect(problemOf({ tenant, tenants: { ' north': {} } })).toMatchObject({ code: 'bad-tenant' });
  });

  it('X39 starts with a policy that every tenant can be judged by, and with no other', () => {
    const policy = { providers: { 'north-idp': {} } };
    const tenants = { north: { providers: [corp('north-idp')] } };
    expect(problemOf({ tenant, tenants, policy })).toBeUndefined();
    expect(
      problemOf({ tenant, tenants: { ...tenants, south: { providers: [corp('south-idp')] } }, policy }),
    ).toMatchObject({
      code: 'not-configured',
      message: expect.stringContaining("Tenant 'south': The policy names what is not configured: providers.north-idp"),
    });
    const offers = { emailCodes: { offer: 'always' } } as const;
    expect(problemOf({ tenant, tenants: { north: { sendMail: parts.sendMail } }, policy: offers })).toBeUndefined();
    expect(problemOf({ tenant, tenants: { north: {} }, policy: offers })).toMatchObject({ code: 'no-mailer' });
  });

  it('X39 has no tenant of a name that only every object has', async () => {
    const auth = made({ tenant: ({ headers }) => headers['host'] ?? '', tenants: { north: {} } });
    for (const host of ['constructor', '__proto__', 'toString', 'south', 'default']) {
      expect(() => forAdapters(auth).tenantOf({ headers: { host }, path: '/' }), host).toThrow(
        expect.objectContaining({ code: 'bad-tenant' }),
      );
      expect(() => auth.brings(tenantId(host)), host).toThrow(expect.objectContaining({ code: 'bad-tenant' }));
      await expect(auth.people.create({ tenant: host, identifier: 'eva', by: hostCode('host') })).rejects.toMatchObject(
        {
          code: 'bad-tenant',
        },
      );
    }
    expect(forAdapters(auth).tenantOf({ headers: { host: 'north' }, path: '/' })).toBe('north');
    expect(() => made({}).policy.current('north')).toThrow(expect.objectContaining({ code: 'bad-tenant' }));
  });
});

describe('the parts of a tenant', () => {
  it('X39 are told to people of that tenant alone', async () => {
    const { auth } = await twoTenants();
    for (const [name, other] of [NAMES, NAMES.toReversed()]) {
      const brought = auth.brings(tenantId(String(name)));
      expect(brought).toMatchObject({
        codes: [{ label: `SMS of ${name}` }, { method: `${name}-code` }],
        providers: [{ id: 'corp', name: `Provider of ${name}` }, { id: `${name}-idp` }, { id: `${name}-saml` }],
        vault: true,
      });
      const caller = { tenant: tenantId(String(name)), mode: 'cookie' } as const;
      const open = await auth.signIn.status(caller, { local: true });
      expect(open).toMatchObject({ status: 'open', providers: brought.providers });
      expect(JSON.stringify([brought, open])).not.toContain(String(other));
    }
    await auth.close();
  });

  it('X39 a directory is asked for passwords of its own tenant alone', async () => {
    const given: Given[] = [];
    const { directory } = partsOf('north', given);
    const tenants = { north: { directory }, south: {} };
    const { auth } = await twoTenants({ tenants });
    const typed = { identifier: 'eva', password: PASSWORD } as const;
    for (const method of ['ldap', undefined] as const) {
      const caller = { tenant: SOUTH, mode: 'token' } as const;
      expect(await auth.signIn.begin(caller, method === undefined ? typed : { ...typed, method })).toMatchObject({
        refused: 'invalid-credentials',
      });
    }
    expect(
      await auth.people.create({
        tenant: 'south',
        identifier: 'eva',
        externalIds: [{ provider: 'north-ldap', subject: 'eva' }],
        by: hostCode('host'),
      }),
    ).toMatchObject({
      refused: 'malformed-input',
    });
    expect(given).toEqual([]);
    expect(
      await auth.people.create({
        tenant: 'north',
        identifier: 'eva',
        externalIds: [{ provider: 'north-ldap', subject: 'eva' }],
        by: hostCode('host'),
      }),
    ).toMatchObject({
      identifiers: ['eva'],
    });
    await auth.signIn.begin({ tenant: NORTH, mode: 'token' }, typed);
    expect(given.map(({ part }) => part)).toEqual(['find', 'verify']);
    await auth.close();
  });

  it('X39 a mail goes by the mailer of its tenant, and from a tenant without one goes nowhere', async () => {
    const given: Given[] = [];
    const { sendMail } = partsOf('north', given);
    const { auth, store } = await twoTenants({ tenants: { north: { sendMail }, south: {} } });
    const asksIn = async (name: (typeof NAMES)[number]) => {
      const visitor = new Visitor({ auth }, name);
      await visitor.signsIn();
      await auth.recovery.begin(visitor.caller, { identifier: 'ben@example.org' });
      await auth.runBackgroundWork();
      const session = await provesNow({ auth }, store, { session: () => visitor.live() }, ['email-code']);
      return auth.me(session).requestEmail('ben@example.net');
    };
    expect(await asksIn('south')).toEqual({ refused: 'mail-unavailable' });
    expect(given).toEqual([]);
    expect(await asksIn('north')).toBeUndefined();
    expect(given).toMatchObject([{ part: 'sendMail' }, { part: 'sendMail' }]);
    await auth.close();
  });

  it('X39 a code of one tenant is neither sent, typed nor set up in another', async () => {
    const world = await twoTenants();
    const { auth, given } = world;
    const visitor = new Visitor(world, 'south');
    await visitor.provesTwice(given);
    given.length = 0;
    const { caller } = visitor;
    expect(await auth.enroll.code(caller, 'north-code', { address: '+15550112' })).toEqual(NOT_FOUND);
    expect(await auth.enroll.confirmCode(caller, 'north-code', { code: '123456' })).toEqual(NOT_FOUND);
    expect(await auth.signIn.sendCode(caller, 'north-code')).toEqual(NOT_FOUND);
    expect(await auth.signIn.code(caller, 'north-code', { code: '123456' })).toEqual(NOT_FOUND);
    expect(given).toEqual([]);
    expect(await auth.enroll.code(caller, 'south-code', { address: '+15550112' })).toEqual({ sentTo: '•••• 12' });
    expect(given).toMatchObject([{ of: 'south', part: 'codes.south' }]);
    await auth.close();
  });

  it('X39 a vault is sealed to the emergency key of its tenant, and is not there in a tenant that keeps none', async () => {
    const { vault } = partsOf('north', []);
    const both = await twoTenants();
    for (const name of NAMES) {
      const visitor = new Visitor(both, name);
      await visitor.signsIn();
      const session = await provesNow(both, both.store, { session: () => visitor.live() });
      const kid = `key-of-${name}`;
      expect(await both.auth.vault.view(session)).toMatchObject({ version: 0, emergencyKey: { kid } });
      const envelopes = [
        { kind: 'emergency', sealed: 'c2VhbGVk' },
        { kind: 'secret', sealed: 'c2VhbGVk' },
      ] as const;
      await both.auth.vault.replace(session, { keyId: 'a-key', envelopes, ifVersion: 0 });
      const kept = await both.store.readVault(session.tenant, session.accountId);
      expect(kept?.envelopes).toMatchObject([{ kind: 'emergency', kid }, { kind: 'secret' }]);
    }
    await both.auth.close();

    const { auth } = await twoTenants({ tenants: { north: { vault }, south: {} } });
    const visitor = new Visitor({ auth }, 'south');
    await visitor.signsIn();
    const session = await visitor.live();
    const envelope = { kind: 'secret', sealed: 'c2VhbGVk' } as const;
    expect(auth.brings(SOUTH).vault).toBe(false);
    for (const asked of [
      auth.vault.view(session),
      auth.vault.replace(session, { keyId: 'a-key', envelopes: [envelope], ifVersion: 0 }),
      auth.vault.addEnvelope(session, { ...envelope, ifVersion: 0 }),
      auth.vault.removeEnvelope(session, 'any', { ifVersion: 0 }),
      auth.vault.overview(SOUTH, session.accountId),
      auth.vault.emergencyOpen(session, session.accountId, { reason: 'a drill' }),
    ])
      expect(await asked).toEqual(NOT_FOUND);
    const policy = { vault: { emergency: 'required' } };
    expect(await auth.policy.set('south', policy, { ifVersion: 0, by: hostCode('host') })).toMatchObject({
      refused: 'malformed-input',
    });
    expect(await auth.policy.set('north', policy, { ifVersion: 0, by: hostCode('host') })).toMatchObject({
      version: 1,
    });
    await auth.close();
  });

  it('X39 a maker whom one tenant trusts vouches for nothing in another', async () => {
    const model = '0123abcd-4567-89ab-cdef-0123456789ab';
    const authority = await createAttestationAuthority();
    const rootsOf = ({ rootPem }: typeof authority) =>
      [{ certificate: rootPem, formats: ['packed'], models: [model] }] as const;
    const own = [[{ method: 'passkey', attested: true }], [{ method: 'password' }, { method: 'email-code' }]] as const;
    const policy = { requiredStrength: 'own', strengths: { own: { anyOf: own } } };
    const given: Given[] = [];
    const tenants = {
      north: { ...partsOf('north', given), attestationRoots: rootsOf(authority) },
      south: { ...partsOf('south', given), attestationRoots: rootsOf(await createAttestationAuthority()) },
    };
    const world = await twoTenants({ tenants });
    const { auth, store } = world;

    /** What a page is told to ask the authenticator for, and whether its word was believed. */
    const registers = async (name: (typeof NAMES)[number]): Promise<unknown[]> => {
      const visitor = new Visitor(world, name);
      await visitor.provesTwice(given);
      expect(await auth.policy.set(name, policy, { ifVersion: 0, by: hostCode('host') })).toMatchObject({ version: 1 });
      const options = await auth.enroll.passkeyOptions(visitor.caller);
      if (isRefusal(options)) throw new Error(options.refused);
      const key = createAuthenticator({ attestation: { format: 'packed', authority }, aaguid: model });
      const response = await key.create({ ...options, attestation: 'direct', extensions: {} }, { origin: auth.origin });
      visitor.keeps(await auth.enroll.passkey(visitor.caller, { response }));
      const { items } = await store.listAccounts(tenantId(name), { limit: 1 });
      return [options.attestation, items[0]?.passkeys.map(({ attested }) => attested)];
    };
    expect(await registers('north')).toEqual(['direct', [true]]);
    expect(await registers('south')).toEqual(['direct', [false]]);
    await auth.close();
  });

  it('X2 X39 a policy asks for attested models only in the tenant that has roots for them', async () => {
    const models = ['0123abcd-4567-89ab-cdef-0123456789ab', 'ee882879-721c-4913-9775-3dfcce97072a'] as const;
    const { rootPem: certificate } = await createAttestationAuthority();
    const named = { certificate, formats: ['packed'], models: [models[0]] } as const;
    const given: Given[] = [];
    const tenants = {
      north: { ...partsOf('north', given), attestationRoots: [named] },
      south: partsOf('south', given),
      west: { attestationRoots: [named, { ...named, models: 'named-in-certificate' }] },
    } as const;
    const { auth } = await twoTenants({ tenants });
    const paths = async (tenant: keyof typeof tenants, aaguid: readonly string[]): Promise<unknown> => {
      const strengths = { key: { anyOf: [[{ method: 'passkey', attested: true, aaguid }]] } };
      const saved = await auth.policy.set(tenant, { strengths }, { ifVersion: 0, by: hostCode('host') });
      return 'refused' in saved ? saved.errors?.map(({ path }) => path) : saved.version;
    };
    expect(await paths('south', models)).toEqual(['policy.strengths.key.anyOf.0.0.attested']);
    expect(await paths('north', models)).toEqual(['policy.strengths.key.anyOf.0.0.aaguid.1']);
    expect(await paths('north', [models[0]])).toBe(1);
    expect(await paths('west', models)).toBe(1);
    await auth.close();
  });
});
