import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { given, office, recordOf } from '../../administration/office.test-support.ts';
import { TENANT } from '../../embedded.test-support.ts';

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
    expect(await gives(['super-admin'])).toEqual({ refused: 'no-way-in-left' });
    expect(isRefusal(await gives(['super-admin'], true))).toBe(false);
    expect(await recordOf(world, ben)).toMatchObject({ password: undefined, email: undefined });
  });

  it('X18 N15 leaves the mark of the lower administration that stays', async () => {
    const { world, ben, gives, names } = await withRole('chief');
    await names(['super-admin'], ['admin', 'chief']);
    expect(isRefusal(await gives(['chief', 'reader']))).toBe(false);
    expect(await recordOf(world, ben)).toMatchObject({
      password: { setUpBy: 'former' },
      clearedFor: [{ rank: 'people' }],
    });
    expect(await gives(['super-admin'])).toEqual({ refused: 'no-way-in-left' });
  });

  it('X18 N15 of people too, while a role that stays named keeps everything', async () => {
    const lost = await withRole('lead');
    await lost.names(['super-admin'], ['admin']);
    expect(await lost.gives(['admin'])).toEqual({ refused: 'no-way-in-left' });
    const kept = await withRole('lead');
    await kept.names(['super-admin'], ['lead']);
    expect(isRefusal(await kept.gives(['lead', 'reader']))).toBe(false);
    expect(await recordOf(kept.world, kept.ben)).toMatchObject({ password: { setUpBy: 'former' } });
  });
});
