import { type Instant, instant } from '@sallyport/core';
import type { AccountId } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import type { AccountRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { type Administered, administered } from '../accounts/administered.test-support.ts';
import { Client, embedded, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';
import { Browser, corporate, FakeProvider } from '../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './attacks/planting.test-support.ts';
import { isVouched } from './stranding.ts';

const STRANDS = { refused: 'policy-strands-administrators' };
const SUE = 'sue@example.org';

async function administeredByTwo(): Promise<Administered & { readonly first: AccountId; readonly sue: AccountId }> {
  const on = await administered();
  const made = await on.world.auth.people.create({
    ...{ identifier: SUE, email: SUE, password: PASSWORD, roles: ['super-admin'] },
    by: hostCode('host'),
  });
  if ('refused' in made) throw new Error(made.refused);
  return { ...on, first: on.root.accountId, sue: made.accountId };
}

const listed = ({ world }: Administered) => world.store.readAdministrators(TENANT);

/** Every act of host code that could take an administrator away. */
function takesAway(
  { world }: Administered,
  accountId: AccountId,
): readonly (readonly [string, () => Promise<unknown>])[] {
  const { people } = world.auth;
  return [
    ['a block', () => people.block({ accountId }, { reason: 'left', by: hostCode('host') })],
    ['no role any more', () => people.setRoles({ accountId }, { roles: [], force: true, by: hostCode('host') })],
    [
      'no way in any more',
      () => people.setMethods({ accountId }, { methods: ['passkey'], force: true, by: hostCode('host') }),
    ],
    ['a deletion', () => people.delete({ accountId }, { by: hostCode('host') })],
  ];
}

describe('the last policy administrator', () => {
  it('W4 stays, whatever would take them away, host code and their own deletion included', async () => {
    const on = await administered();
    const { world, root } = on;
    await newAccount(world, SUE);
    const before = [await world.store.readAccount(TENANT, root.accountId), await listed(on)];
    for (const [act, does] of takesAway(on, root.accountId)) expect(await does(), act).toEqual(STRANDS);
    expect(await world.auth.me(root).remove()).toEqual(STRANDS);
    expect([await world.store.readAccount(TENANT, root.accountId), await listed(on)]).toEqual(before);
    await world.auth.close();
  });

  it('W4 is whoever is left when the others cannot act any more', async () => {
    const on = await administeredByTwo();
    const { people } = on.world.auth;
    expect(await people.block({ accountId: on.first }, { reason: 'left', by: hostCode('host') })).toMatchObject({
      status: 'blocked',
    });
    for (const [act, does] of takesAway(on, on.sue)) expect(await does(), act).toEqual(STRANDS);
    expect(await people.unblock({ accountId: on.first }, { by: hostCode('host') })).toMatchObject({ status: 'active' });
    expect(await people.delete({ accountId: on.sue }, { by: hostCode('host') })).toBeUndefined();
    await on.world.auth.close();
  });

  it('W4 is one of two that are taken away at the same moment: one of them stays', async () => {
    const on = await administeredByTwo();
    const { people } = on.world.auth;
    on.beforeTheNext('commit', () => people.block({ accountId: on.first }, { reason: 'left', by: hostCode('host') }));
    expect(await people.block({ accountId: on.sue }, { reason: 'left', by: hostCode('host') })).toEqual(STRANDS);
    expect(await on.world.store.readAccount(TENANT, on.sue)).not.toHaveProperty('block');
    expect(await on.world.store.readAccount(TENANT, on.first)).toHaveProperty('block');
    await on.world.auth.close();
  });

  it('W4 is anybody who can act: one who has the role and no way in is nobody', async () => {
    const on = await administered();
    const { people } = on.world.auth;
    await people.create({ identifier: 'nobody yet', roles: ['super-admin'], by: hostCode('host') });
    expect(await people.block({ accountId: on.root.accountId }, { reason: 'left', by: hostCode('host') })).toEqual(
      STRANDS,
    );
    await on.world.auth.close();
  });
});

describe('an administrator who can act only beside an enrollment code', () => {
  it('W4 W14 gets the code also as the only administrator, and stays otherwise', async () => {
    const world = await embedded({ policy: { enrollment: { firstFactor: 'vouched' }, requiredStrength: 'single' } });
    const { people } = world.auth;
    const account = { identifier: SUE, email: SUE, password: PASSWORD, roles: ['super-admin'] };
    const made = await people.create({ ...account, by: hostCode('host') });
    if ('refused' in made) throw new Error(made.refused);
    expect(await people.vouch(made, { by: hostCode('host') })).toHaveProperty('enrollmentCode');
    expect(await people.delete(made, { by: hostCode('host') })).toEqual(STRANDS);
    expect(await people.setRoles(made, { roles: [], force: true, by: hostCode('host') })).toEqual(STRANDS);
    await world.auth.close();
  });
});

describe('the list of who administers the policy', () => {
  it('W4 has those who are made administrators, until they have the role no more or are deleted', async () => {
    const on = await administeredByTwo();
    const { world, first, sue } = on;
    const { people } = world.auth;
    const list = (version: number, ...accountIds: AccountId[]) => ({ tenant: TENANT, version, accountIds });
    expect(await listed(on)).toEqual(list(2, first, sue));
    const ben = await newAccount(world, 'ben@example.org');
    await people.setMethods({ accountId: ben }, { methods: ['password'], by: hostCode('host') });
    await people.block({ accountId: ben }, { reason: 'left', by: hostCode('host') });
    expect(await listed(on)).toEqual(list(2, first, sue));
    await people.unblock({ accountId: ben }, { by: hostCode('host') });
    await people.setRoles({ accountId: ben }, { roles: ['super-admin'], by: hostCode('host') });
    expect(await listed(on)).toEqual(list(3, first, sue, ben));
    await people.block({ accountId: first }, { reason: 'left', by: hostCode('host') });
    expect(await listed(on)).toEqual(list(4, sue, ben, first));
    await people.setRoles({ accountId: sue }, { roles: [], by: hostCode('host') });
    expect(await listed(on)).toEqual(list(5, ben, first));
    await people.delete({ accountId: first }, { by: hostCode('host') });
    expect(await listed(on)).toEqual(list(6, ben));
    await world.auth.close();
  });

  it('W4 is left alone, and guards nothing, where somebody else is changed', async () => {
    const { world, root, commits } = await administered();
    const ben = await newAccount(world, 'ben@example.org');
    commits.length = 0;
    await world.auth.people.setMethods({ accountId: ben }, { methods: ['password'], by: hostCode('host') });
    await world.auth.people.block({ accountId: ben }, { reason: 'left', by: hostCode('host') });
    await world.auth.people.unblock({ accountId: ben }, { by: root });
    await world.auth.people.delete({ accountId: ben }, { by: hostCode('host') });
    expect(commits).toHaveLength(4);
    for (const { guards, administrators } of commits) {
      expect(guards).not.toHaveProperty('administrators');
      expect(administrators).toBeUndefined();
    }
    await world.auth.close();
  });
});

describe('an administrator by the word of a provider', () => {
  const corp = () => new FakeProvider({ roles: ['super-admin'] });
  const policy = { requiredStrength: 'single', providers: { corp: { createAccounts: true } } } as const;
  const roles = ['super-admin'];

  it('W4 P7 is on the list from the sign-in on, and stays if nobody else is', async () => {
    const world = await corporate(policy, { corp: corp() });
    const browser = new Browser(world);
    expect(await browser.signsIn({ subject: '1' })).toBe('complete');
    expect(await world.store.readAdministrators(TENANT)).toBeUndefined();
    expect(await browser.signsIn({ subject: '1', roles })).toBe('complete');
    const { accountId } = await browser.session();
    const list = await world.store.readAdministrators(TENANT);
    expect(list).toMatchObject({ tenant: TENANT, accountIds: [accountId] });
    expect(await world.auth.people.block({ accountId }, { reason: 'left', by: hostCode('host') })).toEqual(STRANDS);
    expect(await new Browser(world).signsIn({ subject: '1', roles })).toBe('complete');
    expect(await world.store.readAdministrators(TENANT)).toEqual(list);
    await world.auth.close();
  });

  it('W4 P7 signs in without the role that the provider takes away, even as the last one', async () => {
    const world = await corporate(policy, { corp: corp() });
    const browser = new Browser(world);
    expect(await browser.signsIn({ subject: '1', roles })).toBe('complete');
    expect((await browser.session()).roles).toEqual(roles);
    const list = await world.store.readAdministrators(TENANT);
    expect(await browser.signsIn({ subject: '1', roles: [] })).toBe('complete');
    expect((await browser.session()).roles).toEqual([]);
    expect(await world.store.readAdministrators(TENANT)).toEqual(list);
    await world.auth.close();
  });
});

describe('an enrollment code of an administrator', () => {
  const now = instant(Date.UTC(2031, 1, 3, 9));
  const vouchedUntil = (expiresAt: Instant | undefined) =>
    ({ enrollmentCode: expiresAt && { hash: 'hash', expiresAt, by: 'host' } }) as AccountRecord;

  it('W14 is out until it ends, and no more in that very moment', () => {
    expect(isVouched(vouchedUntil(undefined), now)).toBe(false);
    expect(isVouched(vouchedUntil(instant(now + 1)), now)).toBe(true);
    expect(isVouched(vouchedUntil(now), now)).toBe(false);
    expect(isVouched(vouchedUntil(instant(now - 1)), now)).toBe(false);
  });
});

describe('an account with the role that nobody could act with', () => {
  const by = hostCode('host');

  /** A moved administrator without a known password, alone. The passkey that the policy asks for is to be set up. */
  async function movedAlone() {
    const world = await embedded({ policy: { enrollment: { firstFactor: 'vouched' } } });
    const { people } = world.auth;
    const row = { identifier: SUE, email: SUE, emailVerified: true, passwordUnknown: true, roles: ['super-admin'] };
    for await (const report of people.import([row], { by }))
      if (report.outcome !== 'imported') throw new Error(JSON.stringify(report));
    const [sue] = (await people.list()).accounts;
    if (sue === undefined) throw new Error('nobody');
    return { world, accountId: sue.accountId };
  }

  it('W4 recovers, and is helped in: that takes no administrator away', async () => {
    const { world, accountId } = await movedAlone();
    const { people, recovery, runBackgroundWork } = world.auth;
    const caller = { tenant: TENANT, mode: 'token' } as const;
    await recovery.begin(caller, { identifier: SUE });
    await runBackgroundWork();
    const token = world.mails.at(-1)?.token ?? '';
    expect(await recovery.confirm(caller, { token, next: 'a new battery for the staple' })).toEqual({
      status: 'recovered',
    });
    expect(await people.helpIn({ accountId }, { lost: ['app'], by })).toHaveProperty('enrollmentCode');
    await world.auth.close();
  });

  it('W4 loses neither the role nor the account: an administrator’s code could still help the person in', async () => {
    const { world, accountId } = await movedAlone();
    const { people } = world.auth;
    expect(await people.delete({ accountId }, { by })).toEqual(STRANDS);
    expect(await people.block({ accountId }, { reason: 'left', by })).toEqual(STRANDS);
    expect(await people.setRoles({ accountId }, { roles: [], force: true, by })).toEqual(STRANDS);
    expect(await people.setMethods({ accountId }, { methods: ['sso'], force: true, by })).toEqual(STRANDS);
    expect(await people.setMethods({ accountId }, { methods: ['passkey'], force: true, by })).toMatchObject({
      methods: ['passkey'],
    });
    const { enrollmentCode: code = '' } = accepted(await people.helpIn({ accountId }, { lost: ['password'], by }));
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: SUE }));
    const reply = await client.keeps(world.auth.signIn.enrollmentCode(client.caller, { code }));
    expect(reply.answer).toMatchObject({ status: 'enroll', offer: [{ method: 'passkey' }] });
    await world.auth.close();
  });

  it('W4 keeps what a code opens that is out', async () => {
    const { world, accountId } = await movedAlone();
    const { people } = world.auth;
    expect(await people.vouch({ accountId }, { by })).toHaveProperty('enrollmentCode');
    expect(await people.setMethods({ accountId }, { methods: ['passkey'], force: true, by })).toEqual(STRANDS);
    await world.auth.close();
  });

  it('W4 is none of two who remove one another: the one who can act stays', async () => {
    const { world, accountId } = await movedAlone();
    const { people } = world.auth;
    const made = await people.create({ identifier: 'eve', password: PASSWORD, roles: ['super-admin'], by });
    if ('refused' in made) throw new Error(made.refused);
    expect(await people.delete({ accountId }, { by })).toEqual(STRANDS);
    expect(await people.delete(made, { by })).toEqual(STRANDS);
    await world.auth.close();
  });
});
