import { type AccountId, hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { storedAccount } from '../../embedded.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator } from './planting.test-support.ts';

const IDA = 'ida@corp.example';
const ida = { subject: 'ida', email: { address: IDA, verified: true } };

/** Pia, who administers people, invites Ida, as the pages of administration do. A member needs more than the sign-in at the provider. */
async function invitedByPia(createAccounts: boolean) {
  const corp = new FakeProvider({ roles: ['admin', 'super-admin'] });
  const world = await corporate(
    {
      ...{ requiredStrength: 'single', enrollment: { firstFactor: 'password' } },
      roles: { member: { requiredStrength: 'enhanced' } },
      providers: { corp: { mailDomains: ['corp.example'], createAccounts } },
    },
    { corp },
  );
  const pia = await administrator(world, 'pia', 'admin');
  const made = { identifier: 'ida', email: IDA, roles: ['member'], invite: true } as const;
  const { accountId } = accepted(await world.auth.people.create({ ...made, by: await acting(world, pia) }));
  return { world, pia, id: accountId as AccountId };
}

describe.each(['admin', 'super-admin'])('a first sign-in at a provider that gives the role %s, and is left', (role) => {
  it('X21 P12 W4 takes nothing of the account, which never had the role', async () => {
    const { world, id } = await invitedByPia(false);
    const before = await storedAccount(world.store, id);
    expect(await new Browser(world).signsIn({ ...ida, roles: [role] })).toBe('enroll');
    const { email, enrollmentCode } = await storedAccount(world.store, id);
    expect({ email, enrollmentCode }).toEqual({ email: before.email, enrollmentCode: before.enrollmentCode });
    const { events } = await world.auth.events({ of: { accountId: id } });
    expect(events.map(({ type }) => type)).not.toContain('account.roles-changed');
    await world.auth.close();
  });

  it('X21 P11 lets Ida come again, and be invited again', async () => {
    const { world, id } = await invitedByPia(false);
    await new Browser(world).signsIn({ ...ida, roles: [role] });
    world.now += 60 * 60_000;
    expect(await new Browser(world).signsIn({ ...ida, roles: [role] })).toBe('enroll');
    const invited = await world.auth.people.invite({ accountId: id }, { by: hostCode('hr') });
    expect(invited).not.toHaveProperty('refused');
    await world.auth.close();
  });

  it('X21 P12 W14 makes no second account for Ida, without the rule of her account', async () => {
    const { world, id } = await invitedByPia(true);
    await new Browser(world).signsIn({ ...ida, roles: [role] });
    world.now += 60 * 60_000;
    expect(await new Browser(world).signsIn({ ...ida, roles: [role] })).toBe('enroll');
    const { accounts } = await world.auth.people.list();
    expect(accounts.filter(({ accountId }) => accountId !== id)).toHaveLength(1);
    await world.auth.close();
  });
});
