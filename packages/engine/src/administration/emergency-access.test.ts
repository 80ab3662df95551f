import { instant, type PolicyInput } from '@sallyport/core';
import { type AccountId, type ExternalIdRecord, hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, PASSWORD, TENANT } from '../embedded.test-support.ts';
import { FakeProvider } from '../sign-in/single-sign-on/fake-provider.test-support.ts';
import { ARMED, given, type Office, office, savesAsPreviewed, somebody } from './office.test-support.ts';

const SINGLE: PolicyInput<string> = { administrators: ADMINISTRATORS, requiredStrength: 'single' };
const SSO_ONLY: PolicyInput<string> = { ...SINGLE, methods: ['sso'], providers: { corp: {} } };
const SSO_ONLY_LONGER: PolicyInput<string> = { ...SSO_ONLY, recentProof: '20m' };
const STRANDED = { refused: 'policy-strands-administrators' };
const CORP: ExternalIdRecord = { id: 'x0', method: 'sso', provider: 'corp', subject: '0', linkedAt: instant(1_000) };

/** The administrator is known to the provider, and has what the policy takes to administer. */
async function company(): Promise<Office> {
  const on = await office({ providers: [new FakeProvider()] });
  await given(on.world, on.root.accountId, { externalIds: [CORP], totp: ARMED.totp });
  return on;
}

const puts = ({ world, root }: Office, policy: PolicyInput<string>, ifVersion = 1) =>
  savesAsPreviewed(world, policy, { ifVersion, by: root });
const sets = ({ world }: Office, policy: PolicyInput<string>, ifVersion = 1) =>
  savesAsPreviewed(world, policy, { ifVersion, by: hostCode('host') });

/** An emergency account that administers the policy. */
async function glass({ world }: Office): Promise<AccountId> {
  const made = await world.auth.people.create({
    ...{ identifier: 'glass', email: 'glass@example.org', password: PASSWORD, roles: ['super-admin'], emergency: true },
    by: hostCode('host'),
  });
  if (isRefusal(made)) throw new Error(made.refused);
  return made.accountId;
}

describe('a policy that leaves administrators to a provider', () => {
  it('X16 is refused, of administrators and of host code, while no emergency account has shown that it can sign in', async () => {
    const on = await company();
    for (const answer of [await puts(on, SSO_ONLY), await sets(on, SSO_ONLY)]) expect(answer).toEqual(STRANDED);
    const id = await glass(on);
    for (const answer of [await puts(on, SSO_ONLY), await sets(on, SSO_ONLY)]) expect(answer).toEqual(STRANDED);
    await given(on.world, id, { emergencyUsedAt: instant(on.world.now) });
    expect(await puts(on, SSO_ONLY)).toMatchObject({ version: 2 });
  });

  it('X16 is refused where the emergency account that was used administers nothing', async () => {
    const on = await company();
    await given(on.world, await glass(on), { emergencyUsedAt: instant(on.world.now), roles: [] });
    expect(await puts(on, SSO_ONLY)).toEqual(STRANDED);
  });

  it('X16 is taken where one administrator has another way in', async () => {
    const on = await company();
    const policy: PolicyInput<string> = {
      ...{ ...SINGLE, providers: { corp: {} } },
      roles: { employee: { methods: ['sso'] } },
    };
    await given(on.world, on.root.accountId, { roles: ['super-admin', 'employee'] });
    expect(await puts(on, policy)).toEqual(STRANDED);
    await somebody(on.world, 'sue', ['super-admin']);
    expect(await puts(on, policy)).toMatchObject({ version: 2 });
  });

  it('X16 is not one that leaves the others a password, though the one administrator is for emergencies and unproved', async () => {
    const on = await company();
    await given(on.world, on.root.accountId, { emergency: true });
    expect(await puts(on, { ...SINGLE, recentProof: '20m' })).toMatchObject({ version: 2 });
  });

  it('X16 is followed by another that does so from host code alone', async () => {
    const on = await company();
    const { world } = on;
    const now = instant(world.now);
    const policy = { tenant: TENANT, version: 2, document: { ...SSO_ONLY }, changedAt: now, changedBy: 'system' };
    await world.store.commit({ tenant: TENANT, now, guards: {}, policy, events: [] });
    // A password is no way in any more, and a provider was never asked: nobody here proves what administration takes.
    expect(await puts(on, SSO_ONLY_LONGER, 2)).toMatchObject({ refused: 'insufficient-strength' });
    expect(await sets(on, SSO_ONLY_LONGER, 2)).toMatchObject({ version: 3 });
    expect(await sets(on, SINGLE, 3)).toMatchObject({ version: 4 });
    expect(await sets(on, SSO_ONLY, 4)).toEqual(STRANDED);
  });

  const inDays = (on: Office, days: number): string => new Date(on.world.now + days * 86_400_000).toISOString();

  it.each(['everybody', 'administrators'])(
    'X16 is refused as well if it does so to %s from a date on',
    async (whom) => {
      const on = await company();
      const later = [{ from: inDays(on, 1), methods: ['sso'] }] as const;
      const begins = whom === 'everybody' ? { later } : { roles: { 'super-admin': { later } } };
      const dated: PolicyInput<string> = { ...SINGLE, providers: { corp: {} }, ...begins };
      expect(await puts(on, dated)).toEqual(STRANDED);
      expect(await sets(on, dated)).toEqual(STRANDED);
      await given(on.world, await glass(on), { emergencyUsedAt: instant(on.world.now) });
      expect(await puts(on, dated)).toMatchObject({ version: 2 });
    },
  );

  it('X16 is refused if it does so until a later date ends the provider too', async () => {
    const on = await company();
    await given(on.world, on.root.accountId, { emergency: true });
    const later = [
      { from: inDays(on, 1), methods: ['sso'] },
      { from: inDays(on, 2), methods: ['passkey'] },
    ] as const;
    expect(await sets(on, { ...SINGLE, providers: { corp: {} }, later })).toEqual(STRANDED);
  });
});
