import { instant, type PolicyInput } from '@sallyport/core';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, rewritesAccount, storedAccount } from '../../embedded.test-support.ts';
import { OneEntry, SECRET } from '../../sign-in/directory.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const VERA = 'vera@corp.example';

/** Vera has a password. The role `staff`, which the provider of her mail domain can give, allows single sign-on only. */
async function veraWherePasswordsAreNotForStaff(
  trust: NonNullable<NonNullable<PolicyInput<string>['providers']>[string]['trust']> = [],
  more: PolicyInput<string> = {},
) {
  const corp = new FakeProvider({ roles: ['staff'] });
  const providers = { corp: { mailDomains: ['corp.example'], trust } };
  const policy = { requiredStrength: 'baseline', roles: { staff: { methods: ['sso'] } }, providers, ...more } as const;
  const world = await corporate(policy, { corp });
  const created = await world.auth.people.create({
    identifier: VERA,
    email: VERA,
    password: PASSWORD,
    by: hostCode('host'),
  });
  return { world, accountId: accepted(created).accountId };
}

describe('a person who writes the address of somebody else into the own entry of a directory', () => {
  it.each([
    ['', false],
    [', although an administrator has just issued an enrollment code', true],
  ])(
    'P12 links nothing to an account whose second factor is its mailbox: the link would take the last way in%s',
    async (_, isVouched) => {
      const directory = new OneEntry();
      const corp = new FakeProvider();
      const policy = { providers: { corp: {}, ldap: { mailDomains: ['corp.example'] } } };
      const world = await corporate(policy, { corp, directory });
      const { auth, mails, store } = world;
      const externalIds = [{ provider: 'corp', subject: 'vera' }];
      const made = accepted(
        await auth.people.create({ identifier: VERA, email: VERA, externalIds, by: hostCode('host') }),
      );
      const verasSignIn = async () => {
        const vera = new Browser(world);
        expect(await vera.signsIn({ subject: 'vera' })).toBe('continue');
        vera.keeps(await auth.signIn.sendCode(vera.caller, 'email-code'));
        return vera.keeps(await auth.signIn.code(vera.caller, 'email-code', { code: mails.at(-1)?.code ?? '' }));
      };
      expect(await verasSignIn()).toBe('complete');

      if (isVouched) accepted(await auth.people.vouch({ accountId: made.accountId }, { by: hostCode('host') }));
      directory.told = { subject: 's1', email: VERA, roles: [] };
      const mallory = new Browser(world);
      const typed = { identifier: 'mallory', password: SECRET, method: 'ldap' } as const;
      expect(mallory.keeps(await auth.signIn.begin(mallory.caller, typed))).toBe('invalid-credentials');
      const { externalIds: links = [] } = await storedAccount(store, made.accountId);
      expect(links.map(({ provider }) => provider)).toEqual(['corp']);
      world.now += 60_000;
      expect(await verasSignIn()).toBe('complete');
    },
  );

  it('P9 by a provider, where the role forbids the ways of an owner with an app: nobody could sign in', async () => {
    const { world, accountId } = await veraWherePasswordsAreNotForStaff();
    const { store } = world;
    const totp = { id: 't1', sealed: 'sealed', lastStep: 1, enrolledAt: instant(world.now - 60_000) };
    await rewritesAccount(store, accountId, (account) => ({ ...account, totp }));
    const email = { address: VERA, verified: true };
    const asserted = { subject: 'mallory', email, roles: ['staff'] };
    expect(await new Browser(world).signsIn(asserted)).toBe('invalid-credentials');
    expect((await storedAccount(store, accountId)).externalIds ?? []).toEqual([]);
  });

  it('P9 by a provider, where the role forbids the password of an owner who waits for an enrollment: the code stays good', async () => {
    const { world, accountId } = await veraWherePasswordsAreNotForStaff([], {
      ...{ requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } },
    });
    const { auth, store } = world;
    const { enrollmentCode } = accepted(await auth.people.vouch({ accountId }, { by: hostCode('host') }));
    const asserted = { subject: 'mallory', email: { address: VERA, verified: true }, roles: ['staff'] };
    expect(await new Browser(world).signsIn(asserted)).toBe('invalid-credentials');
    expect((await storedAccount(store, accountId)).externalIds ?? []).toEqual([]);
    world.now += 60_000;
    const vera = new Browser(world);
    vera.keeps(await auth.signIn.begin(vera.caller, { identifier: VERA, password: PASSWORD }));
    expect(vera.keeps(await auth.signIn.enrollmentCode(vera.caller, { code: enrollmentCode }))).toBe('enroll');
  });

  it('P9 by a provider that is trusted to sign the owner in with the role alone: linked, with the grant', async () => {
    const { world } = await veraWherePasswordsAreNotForStaff([{ amr: ['mfa'], strength: 'baseline' }]);
    const asserted = { subject: 'vera', email: { address: VERA, verified: true }, roles: ['staff'], amr: ['mfa'] };
    expect(await new Browser(world).signsIn(asserted)).toBe('complete');
  });

  it.each([
    ['the role that comes with the link forbids the other ways: refused', ['staff'], 'invalid-credentials', 'continue'],
    ['no role comes with the link: linked, and the owner keeps the other ways', [], 'continue', 'continue'],
  ])('P9 by a provider, where %s', async (_, roles, mallorys, veras) => {
    const { world, accountId } = await veraWherePasswordsAreNotForStaff();
    const { auth, store } = world;
    const asserted = { subject: 'mallory', email: { address: VERA, verified: true }, roles };
    expect(await new Browser(world).signsIn(asserted)).toBe(mallorys);
    expect((await storedAccount(store, accountId)).providerRoles?.['corp'] ?? []).toEqual([]);
    world.now += 60_000;
    const vera = new Client(world);
    const begun = await auth.signIn.begin(vera.caller, { identifier: VERA, password: PASSWORD });
    expect('answer' in begun ? begun.answer.status : begun.refused).toBe(veras);
  });
});
