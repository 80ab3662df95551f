import { createHash } from 'node:crypto';
import type { PolicyInput } from '@sallyport/core';
import { type Directory, hostCode, isRefusal, type SallyportOptions } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../contended-store.test-support.ts';
import { embedded, PASSWORD, TENANT } from '../embedded.test-support.ts';
import { OneEntry, SECRET } from './directory.test-support.ts';
import { Browser, type Corporate, corporate, FakeProvider } from './single-sign-on/fake-provider.test-support.ts';

const ADMINISTRATORS = { policy: ['super-admin'], people: ['admin'] };

async function identifiers({ store }: Pick<Corporate, 'store'>): Promise<readonly string[]> {
  return (await store.listAccounts(TENANT, { limit: 10 })).items.flatMap((account) => account.identifiers);
}

describe('an account that is made for an identity', () => {
  it.each([
    [['password', 'passkey'], 'invalid-credentials', []],
    [['password', 'sso'], 'complete', ['corp:eva']],
  ] as const)('P7 is made only if the tenant allows single sign-on: %j', async (methods, answer, made) => {
    const policy = { requiredStrength: 'single', methods, providers: { corp: { createAccounts: true } } } as const;
    const world = await corporate(policy);
    expect(await new Browser(world).signsIn({ subject: 'eva' })).toBe(answer);
    expect(await identifiers(world)).toEqual(made);
  });

  it('P7 is made whatever identifiers others took before', async () => {
    const world = await corporate({ requiredStrength: 'single', providers: { corp: { createAccounts: true } } });
    const hash = createHash('sha256').update('dora').digest('hex').slice(0, 16);
    for (const subject of ['DORA', `dora ${hash}`, 'dora'])
      expect(await new Browser(world).signsIn({ subject })).toBe('complete');
    expect(new Set(await identifiers(world)).size).toBe(3);
  });

  it('P7 is made for the mail domains of the provider alone, if the policy says so', async () => {
    const corp = { createAccounts: 'mail-domains', mailDomains: ['corp.example'] } as const;
    const world = await corporate({ requiredStrength: 'single', providers: { corp } });
    const comes = (subject: string, address?: string, verified = true) =>
      new Browser(world).signsIn({ subject, email: address === undefined ? undefined : { address, verified } });
    expect(await comes('eva', 'Eva@corp.example')).toBe('complete');
    expect(await comes('eva')).toBe('complete');
    expect(await comes('mallory', 'mallory@home.example')).toBe('invalid-credentials');
    expect(await comes('mallory', 'mallory@corp.example', false)).toBe('invalid-credentials');
    expect(await comes('mallory')).toBe('invalid-credentials');
    // The address of eva is taken: another subject with the address gets no account beside hers.
    expect(await comes('other', 'eva@corp.example')).toBe('invalid-credentials');
    expect(await identifiers(world)).toEqual(['eva@corp.example']);
  });

  it('P7 X14 begins at a provider that says nothing of the sign-in only if the policy takes that for enough', async () => {
    const makes = { createAccounts: true };
    const stuck = await corporate({ providers: { corp: makes } });
    expect(await new Browser(stuck).signsIn({ subject: 'eva' })).toBe('no-way-in');
    const trusted = { ...makes, trust: [{ strength: 'baseline' }] } as const;
    const world = await corporate({ providers: { corp: trusted } });
    expect(await new Browser(world).signsIn({ subject: 'eva' })).toBe('complete');
    const stricter = await corporate({ requiredStrength: 'enhanced', providers: { corp: trusted } });
    expect(await new Browser(stricter).signsIn({ subject: 'eva' })).not.toBe('complete');
  });

  it('P7 X18 has the roles of its provider in the event of its creation', async () => {
    const corp = new FakeProvider({ roles: ['staff'] });
    const world = await corporate(
      { requiredStrength: 'single', providers: { corp: { createAccounts: true } } },
      { corp },
    );
    expect(await new Browser(world).signsIn({ subject: 'eva', roles: ['staff'] })).toBe('complete');
    const { items } = await world.store.listEvents(TENANT, { limit: 10, types: ['account.created'] });
    expect(items).toMatchObject([{ detail: { providerRoles: { corp: ['staff'] } } }]);
  });

  const OWNED: PolicyInput<string> = {
    requiredStrength: 'single',
    providers: { corp: { createAccounts: 'mail-domains', mailDomains: ['corp.example'] } },
  };
  const EVA = 'eva@corp.example';
  const eva = { subject: 'eva', email: { address: EVA, verified: true } };
  const names = async ({ store }: Pick<Corporate, 'store'>) =>
    (await store.listAccounts(TENANT, { limit: 10 })).items.map(({ identifiers: [name], email }) => [
      name,
      email?.address,
    ]);

  it('P7 X21 has the mailbox, also if the address is the name of another account', async () => {
    const world = await corporate(OWNED);
    await world.auth.people.create({
      identifier: EVA,
      email: 'other@corp.example',
      password: PASSWORD,
      by: hostCode('host'),
    });
    expect(await new Browser(world).signsIn(eva)).toBe('complete');
    expect(await new Browser(world).signsIn(eva)).toBe('complete');
    expect((await names(world)).sort()).toEqual([
      ['corp:eva', EVA],
      [EVA, 'other@corp.example'],
    ]);
  });

  it.each([
    ['the name alone', 'other@corp.example', 'complete'],
    ['the name and the mailbox', EVA, 'invalid-credentials'],
  ])('P7 X21 never shares the mailbox with an account that was quicker: %s', async (_, email, answer) => {
    const { store, beforeTheNext } = contendedStore(({ account, guards }) => account !== undefined && !guards.account);
    const world = await corporate(OWNED, { store });
    const other = { identifier: EVA, email, password: PASSWORD, by: hostCode('host') };
    beforeTheNext('commit', () => world.auth.people.create(other));
    expect(await new Browser(world).signsIn(eva)).toBe(answer);
    expect((await names(world)).filter(([, address]) => address === EVA)).toHaveLength(1);
  });

  it('P12 takes no address that an account has: the owner could not be linked by the address any more', async () => {
    const directory = new OneEntry();
    const owned = { mailDomains: ['corp.example'] };
    const providers = { corp: owned, ldap: { ...owned, createAccounts: true } };
    const world = await corporate({ requiredStrength: 'single', providers }, { directory });
    const { auth, store } = world;
    const address = 'vera@corp.example';
    const made = await auth.people.create({
      identifier: 'vera',
      email: address,
      password: PASSWORD,
      by: hostCode('host'),
    });
    if (isRefusal(made)) throw new Error(made.refused);
    directory.told = { subject: 's1', email: address, roles: [] };
    const mallory = new Browser(world);
    const typed = { identifier: 'mallory', password: SECRET, method: 'ldap' } as const;
    expect(mallory.keeps(await auth.signIn.begin(mallory.caller, typed))).toBe('complete');
    const { items } = await store.listAccounts(TENANT, { limit: 10 });
    expect(items.map(({ identifiers: names, email }) => [names[0], email?.address]).sort()).toEqual([
      ['ldap:s1', undefined],
      ['vera', address],
    ]);
    const vera = new Browser(world);
    expect(await vera.signsIn({ subject: 'vera', email: { address, verified: true } })).toBe('complete');
    expect((await vera.session()).accountId).toBe(made.accountId);
  });

  it.each([
    ['gives up the domain', 'other.example', 'invalid-credentials', []],
    ['keeps the domain', 'corp.example', 'complete', ['ceo@corp.example']],
  ] as const)(
    'P12 N15 has an address only while the directory owns the domain: the policy %s during the bind',
    async (_, owned, answer, made) => {
      const policyOf = (domain: string): PolicyInput<string> => ({
        ...{ administrators: ADMINISTRATORS, requiredStrength: 'single' },
        providers: { ldap: { createAccounts: true, mailDomains: [domain] } },
      });
      const directory: Directory = {
        ...{ id: 'ldap', name: 'Directory', roles: [] },
        find: async () => ({ outcome: 'found', entry: { key: 's1', dn: 'uid=ceo', subject: 's1' } }),
        async verify() {
          const { version } = await world.auth.policy.current(TENANT);
          const written = await world.auth.policy.set(TENANT, policyOf(owned), {
            ifVersion: version,
            by: hostCode('host'),
          });
          expect(isRefusal(written)).toBe(false);
          return { subject: 's1', email: 'ceo@corp.example', roles: [] };
        },
        close: async () => {},
      };
      const world = await embedded({ policy: policyOf('corp.example'), directory });
      const begins = () =>
        world.auth.signIn.begin({ tenant: TENANT, mode: 'token' }, { identifier: 'ceo', password: 'right' });
      const first = await begins();
      expect(isRefusal(first) ? first.refused : first.answer.status).toBe(answer);
      expect(await identifiers(world)).toEqual(made);
      // The next sign-in begins under the new policy.
      const second = await begins();
      expect(isRefusal(second) ? second.refused : second.answer.status).toBe('complete');
      expect(await identifiers(world)).toEqual(made.length === 0 ? ['ldap:s1'] : made);
    },
  );
});

describe('an account that is made for an identity which the host does not know', () => {
  it('P7 X20 takes neither name, mailbox nor identity of the person whom the host creates afterwards', async () => {
    const [ADA, by] = ['ada@corp.example', hostCode('hr')];
    const rows = new Map<string | undefined, readonly string[]>();
    const policy: PolicyInput<string> = {
      requiredStrength: 'single',
      providers: { corp: { createAccounts: true, mailDomains: ['corp.example'] } },
    };
    const resolveSubject = async (_id: string, _tenant: string, key: string | undefined) => rows.get(key);
    const world = await corporate(policy, { resolveSubject });
    const ada = { subject: 'ada', email: { address: ADA, verified: true } };
    // She tries before her first day.
    expect(await new Browser(world).signsIn(ada)).toBe('no-way-in');
    rows.set('42', ['employee']);
    const creates = (identifier: string) => world.auth.people.create({ identifier, email: ADA, externalId: '42', by });
    const created = await creates(ADA);
    // The host names her otherwise, if it has to.
    if (isRefusal(created)) expect(isRefusal(await creates('ada'))).toBe(false);
    world.now += 60_000;
    expect(await new Browser(world).signsIn(ada)).toBe('complete');
    expect(created).not.toHaveProperty('refused');
    await world.auth.close();
  });
});

describe('P7 W4 X20 a person whom the host names an administrator of the policy', () => {
  const ADA = 'ada@corp.example';
  const PERSON = { subject: 'ada', email: { address: ADA, verified: true } };
  const LINK = [{ provider: 'corp', subject: 'ada' }];
  const by = hostCode('hr');
  const named = (resolveSubject: SallyportOptions<string>['resolveSubject']): Promise<Corporate> => {
    const providers = { corp: { mailDomains: ['corp.example'], createAccounts: true } };
    return corporate({ requiredStrength: 'single', providers }, { resolveSubject });
  };
  const warnings = ({ logged }: Corporate) =>
    logged.flatMap((words) => {
      const [text, detail] = [words].flat();
      return /keeps no identity/.test(String(text)) ? [detail] : [];
    });

  it('gets no account at a sign-in, and takes nothing of the account that the host creates', async () => {
    const world = await named(async () => ['super-admin']);
    for (const _ of ['once', 'again']) expect(await new Browser(world).signsIn(PERSON)).toBe('no-way-in');
    expect(await identifiers(world)).toEqual([]);
    expect(warnings(world)).toMatchObject([{ provider: 'corp', wayOut: expect.stringContaining('people.create') }, {}]);
    const created = { identifier: ADA, email: ADA, externalIds: LINK, by };
    expect(await world.auth.people.create(created)).not.toHaveProperty('refused');
    world.now += 60_000;
    expect(await new Browser(world).signsIn(PERSON)).toBe('complete');
    await world.auth.close();
  });

  it('gets no second account after the first lost the identity', async () => {
    let promoted: string | undefined;
    const world = await named(async (id) => (id === promoted ? ['super-admin'] : []));
    expect(await new Browser(world).signsIn(PERSON)).toBe('complete');
    const [{ accountId = '' } = {}] = (await world.auth.people.list()).accounts;
    promoted = accountId;
    const answers: string[] = [];
    for (const _ of [1, 2, 3]) answers.push(await new Browser(world).signsIn(PERSON));
    expect(answers).toEqual(['invalid-credentials', 'no-way-in', 'no-way-in']);
    expect(await identifiers(world)).toEqual([ADA]);
    expect(warnings(world)).toMatchObject([{ accountId, provider: 'corp' }, {}]);
    await world.auth.close();
  });

  it('leaves one account at most, if the host names the person once the person has an account', async () => {
    const world: Corporate = await named(async () => {
      const person = await world.auth.people.find({ identifier: ADA });
      return person === undefined ? [] : ['super-admin'];
    });
    for (const _ of [1, 2, 3]) await new Browser(world).signsIn(PERSON);
    expect(await identifiers(world)).toEqual([ADA]);
    await world.auth.close();
  });

  it('gets no account from a directory either', async () => {
    const directory = new OneEntry();
    directory.told = { subject: 's1', email: ADA, roles: [] };
    const policy: PolicyInput<string> = { requiredStrength: 'single', providers: { ldap: { createAccounts: true } } };
    const world = await corporate(policy, { directory, resolveSubject: async () => ['super-admin'] });
    const typed = { identifier: 'ada', password: SECRET, method: 'ldap' } as const;
    expect(await world.auth.signIn.begin({ tenant: TENANT, mode: 'token' }, typed)).toEqual({ refused: 'no-way-in' });
    expect(await identifiers(world)).toEqual([]);
    await world.auth.close();
  });
});
