import { instant, type PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, Client, newAccount, PASSWORD, provesNow, storedAccount } from '../../embedded.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, EVE } from './planting.test-support.ts';

const refusal = (answer: object | undefined): unknown => (isRefusal(answer) ? answer.refused : 'done');

describe('an address at the provider by which the owner signs in', () => {
  /** Dora signs in at the company and by a code to a private mailbox, and has nothing else. */
  async function dora(roles: readonly string[]) {
    const policy: PolicyInput<string> = {
      requiredStrength: 'baseline',
      providers: { corp: { mailDomains: ['corp.example'] } },
    };
    const world = await corporate(policy, { policySource: 'store' });
    const { auth, corp, mails } = world;
    const externalIds = [{ provider: 'corp', subject: 'dora' }];
    const input = { identifier: 'dora', email: 'dora@home.example', roles, externalIds };
    accepted(await auth.people.create({ ...input, by: hostCode('host') }));
    const comes = async () => {
      const browser = new Browser(world);
      const state = await browser.leaves();
      const code = corp.signsIn({ subject: 'dora', authTime: instant(world.now) });
      await browser.returns({ state, code });
      accepted(await auth.signIn.sendCode(browser.caller, 'email-code'));
      const typed = { code: mails.at(-1)?.code ?? '' };
      return { browser, told: browser.keeps(await auth.signIn.code(browser.caller, 'email-code', typed)) };
    };
    const { browser, told } = await comes();
    expect(told).toBe('complete');
    return { world, comes, me: async () => auth.me(await browser.session()) };
  }

  it.each([
    ['of the last policy administrator', ['super-admin'], 'policy-strands-administrators'],
    ['of anybody', [], 'no-way-in-left'],
  ] as const)('X9 W4 is refused if its code is no second proof any more (%s)', async (_, roles, refused) => {
    const { world, me, comes } = await dora(roles);
    expect(refusal(await (await me()).requestEmail('dora@corp.example'))).toBe('no-way-in-left');
    expect(refusal(await (await me()).requestEmail('dora@new.example'))).toBe('done');
    const token = world.mails.at(-1)?.token ?? '';
    // The provider takes the domain over before the owner confirms.
    const mailDomains = ['corp.example', 'new.example'];
    const policy = {
      administrators: ADMINISTRATORS,
      requiredStrength: 'baseline',
      providers: { corp: { mailDomains } },
    };
    accepted(await world.auth.policy.set('default', policy, { ifVersion: 1, by: hostCode('host') }));
    expect(refusal(await (await me()).confirmEmail(token))).toBe(refused);
    world.now += 60_000;
    expect((await comes()).told).toBe('complete');
  });
});

it.each(['club', 'totp'] as const)(
  'N15 a change of address is void once the owner removes what asked for it (%s)',
  async (lost) => {
    const club = new FakeProvider({ id: 'club' });
    const trust = [{ amr: ['mfa'], strength: 'enhanced' as const }];
    const world = await corporate(
      { requiredStrength: 'single', providers: { club: { trust } } },
      { providers: [club] },
    );
    const { auth, mails } = world;
    const id = (await newAccount(world, EVE)) as AccountId;
    const owner = new Client(world);
    await owner.keeps(auth.signIn.begin(owner.caller, { identifier: EVE, password: PASSWORD }));
    await provesNow(world, world.store, owner, ['password', 'email-code']);
    await owner.enrollsTotp();
    const externalIds = [{ provider: 'club', subject: 'eve' }];
    accepted(await auth.people.setExternalIds({ accountId: id }, { externalIds, by: hostCode('host') }));
    const proves = () => provesNow(world, world.store, owner, ['password', 'email-code', 'totp']);
    expect(refusal(await auth.me(await proves()).requestEmail('mallory@evil.example'))).toBe('done');
    const token = mails.at(-1)?.token ?? '';
    const me = auth.me(await proves());
    expect(refusal(await (lost === 'club' ? me.removeExternalId('club') : me.removeCode('totp')))).toBe('done');
    expect((await storedAccount(world.store, id)).pendingEmail).toBeUndefined();
    expect(refusal(await auth.me(await owner.session()).confirmEmail(token))).toBe('invalid-credentials');
  },
);
