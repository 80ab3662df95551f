import { instant } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { given, office, recordOf } from '../../administration/office.test-support.ts';
import { storedAccount, TENANT } from '../../embedded.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administersPolicy, administrator, EVE } from './planting.test-support.ts';

const policyOf = (policy: readonly string[], people: readonly string[]) => ({
  requiredStrength: 'single' as const,
  administrators: { policy, people },
});

/** Ben has a role of administration, and a former colleague set up everything that Ben's account has. */
async function withRole(role: 'chief' | 'lead') {
  const on = await office({ policy: policyOf(['super-admin', 'chief'], ['admin', 'lead']) });
  const { world, root, ben } = on;
  await world.auth.people.setRoles({ accountId: ben }, { roles: [role], by: root });
  const { password, email } = await recordOf(world, ben);
  if (password === undefined || email === undefined) throw new Error('nothing to plant');
  const setUpBy = 'former';
  const clearedFor = [{ rank: role === 'chief' ? 'policy' : 'people' } as const];
  await given(world, ben, { password: { ...password, setUpBy }, email: { ...email, setUpBy }, clearedFor });
  const gives = (roles: readonly string[], force = false) =>
    world.auth.people.setRoles({ accountId: ben }, { roles, force, by: root });
  const names = async (policy: readonly string[], people: readonly string[]) => {
    const { version } = await world.auth.policy.current(TENANT);
    const set = await world.auth.policy.set(TENANT, policyOf(policy, people), { ifVersion: version, by: root });
    expect(isRefusal(set)).toBe(false);
  };
  return { ...on, gives, names };
}

describe('a role of administration that a new policy took away, without a write of the account', () => {
  it('X18 N15 leaves no mark: the next role takes what others set up', async () => {
    const { world, ben, gives, names } = await withRole('chief');
    await names(['super-admin'], ['admin', 'lead']);
    expect(await gives(['super-admin'])).toMatchObject({ refused: 'no-way-in-left' });
    expect(isRefusal(await gives(['super-admin'], true))).toBe(false);
    const { password, email } = await recordOf(world, ben);
    expect({ password, email }).toEqual({});
  });

  it('X18 N15 leaves the mark of the lower administration that stays', async () => {
    const { world, ben, gives, names } = await withRole('chief');
    await names(['super-admin'], ['admin', 'chief']);
    expect(isRefusal(await gives(['chief', 'reader']))).toBe(false);
    expect(await recordOf(world, ben)).toMatchObject({
      password: { setUpBy: 'former' },
      clearedFor: [{ rank: 'people' }],
    });
    expect(await gives(['super-admin'])).toMatchObject({ refused: 'no-way-in-left' });
  });

  it('X18 N15 of people too, while a role that stays named keeps everything', async () => {
    const lost = await withRole('lead');
    await lost.names(['super-admin'], ['admin']);
    expect(await lost.gives(['admin'])).toMatchObject({ refused: 'no-way-in-left' });
    const kept = await withRole('lead');
    await kept.names(['super-admin'], ['lead']);
    expect(isRefusal(await kept.gives(['lead', 'reader']))).toBe(false);
    expect(await recordOf(kept.world, kept.ben)).toMatchObject({ password: { setUpBy: 'former' } });
  });
});

it.each([[[]], [['admin']]])(
  'N15 P9 the word of a provider that takes a role counts, though its identity goes with the roles that are left (%j)',
  async (left) => {
    const [corp, club] = [
      new FakeProvider({ roles: ['super-admin', 'admin'] }),
      new FakeProvider({ id: 'club', roles: ['admin'] }),
    ];
    const providers = { corp: { mailDomains: ['corp.example'] } };
    const world = await corporate({ requiredStrength: 'single', providers }, { corp, providers: [corp, club] });
    const { people } = world.auth;
    await administrator(world, 'root', 'super-admin');
    const pia = await administrator(world, 'pia', 'admin');
    const created = accepted(await people.create({ identifier: EVE, email: EVE, by: await acting(world, pia) }));
    const comes = async (at: 'corp' | 'club', roles: readonly string[]) => {
      const browser = new Browser(world);
      const state = await browser.leaves(at);
      const said = { subject: 'eve', email: { address: EVE, verified: true }, roles, authTime: instant(world.now) };
      return { browser, told: await browser.returns({ state, code: (at === 'corp' ? corp : club).signsIn(said) }, at) };
    };
    expect((await comes('corp', ['super-admin'])).told).toBe('complete');
    const externalIds = ['corp', 'club'].map((provider) => ({ provider, subject: 'eve' }));
    accepted(await people.setExternalIds({ accountId: created.accountId }, { externalIds, by: hostCode('host') }));
    // The role of people clears nothing beside the role of the policy. Once the role of the policy is gone, it takes the identity at the company.
    expect((await comes('club', ['admin'])).told).toBe('complete');
    const { browser: wears } = await comes('corp', ['super-admin']);
    await comes('corp', left);
    const { providerRoles = {} } = await storedAccount(world.store, created.accountId);
    expect(Object.values(providerRoles).flat()).not.toContain('super-admin');
    expect(await administersPolicy(world, wears)).toHaveProperty('refused');
  },
);
