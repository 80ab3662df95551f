import { describe, expect, it } from 'vitest';
import { storedAccount } from '../../embedded.test-support.ts';
import { OneEntry, SECRET } from '../../sign-in/directory.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const VERA = 'vera@corp.example';

describe('a person who writes the address of somebody else into the own entry of a directory', () => {
  it('P12 links nothing to an account whose second factor is its mailbox: the link would take the owner the last way in', async () => {
    const directory = new OneEntry();
    const corp = new FakeProvider();
    const policy = { providers: { corp: {}, ldap: { mailDomains: ['corp.example'] } } };
    const world = await corporate(policy, { corp, directory });
    const { auth, mails, store } = world;
    const externalIds = [{ provider: 'corp', subject: 'vera' }];
    const made = accepted(await auth.people.create({ identifier: VERA, email: VERA, externalIds, by: 'host' }));
    const verasSignIn = async () => {
      const vera = new Browser(world);
      expect(await vera.signsIn({ subject: 'vera' })).toBe('continue');
      vera.keeps(await auth.signIn.sendCode(vera.caller, 'email-code'));
      return vera.keeps(await auth.signIn.code(vera.caller, 'email-code', { code: mails.at(-1)?.code ?? '' }));
    };
    expect(await verasSignIn()).toBe('complete');

    directory.told = { subject: 's1', email: VERA, roles: [] };
    const mallory = new Browser(world);
    const typed = { identifier: 'mallory', password: SECRET, method: 'ldap' } as const;
    expect(mallory.keeps(await auth.signIn.begin(mallory.caller, typed))).toBe('invalid-credentials');
    const { externalIds: links = [] } = await storedAccount(store, made.accountId);
    expect(links.map(({ provider }) => provider)).toEqual(['corp']);
    world.now += 60_000;
    expect(await verasSignIn()).toBe('complete');
  });
});
