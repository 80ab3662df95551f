import { instant } from '@sallyport/core';
import {
  type AccountId,
  type AccountRecord,
  type EventRecord,
  hostCode,
  isRefusal,
  type LiveSession,
  type SallyportOptions,
} from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import {
  BEN,
  given,
  type Office,
  office,
  recordOf,
  signsIn,
  somebody,
} from '../../administration/office.test-support.ts';
import { ADMINISTRATORS, Client, PASSWORD, provesNow, TENANT } from '../../embedded.test-support.ts';

/** Root administers the policy and Pia administers people. Ben's account has nothing that he set up: it is all Pia's. */
async function withPia(options?: Partial<SallyportOptions<string>>): Promise<Office & { readonly pia: LiveSession }> {
  const on = await office(options);
  const id = await somebody(on.world, 'pia', ['admin']);
  const pia = await (await signsIn(on.world, 'pia@example.org')).session();
  await plants(on, id);
  return { ...on, pia };
}

/** Everything that the account has is from somebody now, by no act. */
async function plants({ world, ben }: Office, setUpBy: AccountId): Promise<AccountRecord> {
  const { password, email } = await recordOf(world, ben);
  if (password === undefined || email === undefined) throw new Error('nothing to plant');
  return given(world, ben, { password: { ...password, setUpBy }, email: { ...email, setUpBy } });
}

async function roleEvents({ world, ben }: Office): Promise<readonly EventRecord[]> {
  const { items } = await world.store.listEvents(TENANT, { limit: 100 });
  return items.filter(({ type, accountId }) => type === 'account.roles-changed' && accountId === ben);
}

const LOST = { ended: ['password', 'email'], noWayIn: true };

describe('an account that would be left without a way in by what it loses with a role of administration', () => {
  it('N15 W4 is not given the role, by an administrator or by host code', async () => {
    const on = await withPia();
    const { world, root, ben } = on;
    const roles = ['super-admin'];
    expect(await world.auth.people.setRoles({ accountId: ben }, { roles, by: root })).toMatchObject({
      refused: 'no-way-in-left',
    });
    expect(await world.auth.people.setRoles({ accountId: ben }, { roles, by: hostCode('host') })).toMatchObject({
      refused: 'no-way-in-left',
    });
    expect(await recordOf(world, ben)).toMatchObject({ roles: [], password: { setUpBy: expect.any(String) } });
    expect(isRefusal(await world.auth.people.setRoles({ accountId: ben }, { roles: ['reader'], by: root }))).toBe(
      false,
    );
  });

  it('N15 W4 nor where a code of an administrator was its way on, which goes as well', async () => {
    const on = await office({
      policy: {
        ...{ requiredStrength: 'single', enrollment: { firstFactor: 'vouched' }, administrators: ADMINISTRATORS },
        roles: { reader: { requiredStrength: 'enhanced' } },
      },
    });
    const { world, root, ben } = on;
    const { people } = world.auth;
    await given(world, ben, { roles: ['reader'] });
    expect(await people.vouch({ accountId: ben }, { by: root })).toHaveProperty('enrollmentCode');
    expect(await people.setRoles({ accountId: ben }, { roles: ['reader', 'super-admin'], by: root })).toMatchObject({
      refused: 'no-way-in-left',
    });
    expect(await recordOf(world, ben)).toMatchObject({ roles: ['reader'], enrollmentCode: { by: root.accountId } });
    expect(await people.setRoles({ accountId: ben }, { roles: ['reader', 'other'], by: root })).toHaveProperty(
      'accountId',
    );
  });

  it('N15 X18 is given the role by force, and the event says that no way in is left', async () => {
    const on = await withPia();
    const { world, root, ben } = on;
    const made = await world.auth.people.setRoles(
      { accountId: ben },
      { roles: ['super-admin'], force: true, by: root },
    );
    expect(isRefusal(made)).toBe(false);
    expect(await roleEvents(on)).toMatchObject([{ detail: { to: ['super-admin'], ...LOST } }]);
  });

  it('N15 X18 has it told where the host tells the role, and who signs in by what went is refused', async () => {
    let told: readonly string[] = [];
    let ben: AccountId | undefined;
    const on = await office({ resolveSubject: (id) => (id === ben ? told : ['super-admin']) });
    const { world } = on;
    ben = on.ben;
    await plants(on, on.root.accountId);
    told = ['admin'];
    const client = new Client(world);
    const { signIn } = world.auth;
    expect(await signIn.begin(client.caller, { identifier: BEN, password: PASSWORD })).toEqual({
      refused: 'invalid-credentials',
    });
    expect(await roleEvents(on)).toMatchObject([{ detail: { from: [], to: ['admin'], ...LOST } }]);
    const { items } = await world.store.listEvents(TENANT, { limit: 100 });
    expect(items.filter(({ accountId }) => accountId === ben).map(({ type }) => type)).toContain('sign-in.failed');
    const { roles, password, email } = await recordOf(world, ben);
    expect({ roles, password, email }).toEqual({ roles: ['admin'] });
  });

  it('N15 N5 counts as stranded where a new policy makes it an administrator', async () => {
    const { world } = await withPia();
    const { policy } = world.auth;
    const asked = {
      requiredStrength: 'single',
      administrators: { policy: ['super-admin'], people: ['reader'] },
    } as const;
    expect(await policy.preview(TENANT, asked)).toMatchObject({ stranded: 0 });
    const on = await withPia();
    await given(on.world, on.ben, { roles: ['reader'] });
    expect(await on.world.auth.policy.preview(TENANT, asked)).toMatchObject({
      ...{ stranded: 1, accounts: [{ accountId: on.ben, impact: 'stranded' }] },
    });
  });
});

describe('what an administrator set up in the account of somebody', () => {
  it('N15 W4 goes with the role, also if that administrator administers the policy by then, and gives it', async () => {
    const on = await office();
    const { world, root, ben } = on;
    await plants(on, root.accountId);
    await given(world, ben, { totp: { id: 'app', sealed: 'sealed', lastStep: 1, enrolledAt: instant(1_000) } });
    expect(
      isRefusal(
        await world.auth.people.setRoles({ accountId: ben }, { roles: ['super-admin'], force: true, by: root }),
      ),
    ).toBe(false);
    const { password, email, totp } = await recordOf(world, ben);
    expect({ password, email, app: totp?.id }).toEqual({ app: 'app' });
  });

  it('N15 W4 goes with each role that is gained anew: who was cleared once is cleared again', async () => {
    const on = await withPia();
    const { world, root, pia, ben } = on;
    const { people } = world.auth;
    const sets = async (...roles: string[]) =>
      expect(await people.setRoles({ accountId: ben }, { roles, force: true, by: root })).toMatchObject({ roles });
    await sets('super-admin');
    expect((await recordOf(world, ben)).clearedFor).toEqual([{ rank: 'policy' }]);
    await sets('admin');
    expect((await recordOf(world, ben)).clearedFor).toEqual([{ rank: 'people' }]);
    await sets();
    expect((await recordOf(world, ben)).clearedFor).toBeUndefined();
    expect(await people.vouch({ accountId: ben }, { by: pia })).toHaveProperty('enrollmentCode');
    await sets('super-admin');
    expect((await recordOf(world, ben)).enrollmentCode).toBeUndefined();
  });

  it('N15 W4 stays after an act of an administrator on somebody whose role the host tells, and nobody has written yet', async () => {
    let ben: AccountId | undefined;
    const on = await office({ resolveSubject: (id) => (id === ben ? ['admin'] : ['super-admin']) });
    const { world, root } = on;
    ben = on.ben;
    await plants(on, root.accountId);
    await given(world, ben, { roles: [], clearedFor: [{ rank: 'people' }] });
    expect(isRefusal(await world.auth.people.vouch({ accountId: ben }, { by: root }))).toBe(false);
    const clearedFor = [{ rank: 'people' }];
    expect(await recordOf(world, ben)).toMatchObject({ clearedFor, password: { setUpBy: root.accountId } });
  });

  it('N15 W4 goes also where the host takes the role and gives it again, and nothing was written in between', async () => {
    let told: readonly string[] = ['super-admin'];
    let ben: AccountId | undefined;
    const on = await office({ resolveSubject: (id) => (id === ben ? told : ['super-admin']) });
    const { world } = on;
    ben = on.ben;
    const { signIn, people } = world.auth;
    const owner = new Client(world);
    await owner.keeps(signIn.begin(owner.caller, { identifier: BEN, password: PASSWORD }));
    expect(await recordOf(world, ben)).toMatchObject({ roles: told });
    told = [];
    expect(
      await people.vouch(
        { accountId: ben },
        { by: await provesNow(world, on.memory, on.client, ['password', 'totp']) },
      ),
    ).toHaveProperty('enrollmentCode');
    told = ['super-admin'];
    const again = new Client(world);
    await again.keeps(signIn.begin(again.caller, { identifier: BEN, password: PASSWORD }));
    expect((await recordOf(world, ben)).enrollmentCode).toBeUndefined();
  });

  it('N15 W4 stays if a policy administrator sets it up for somebody who administers already', async () => {
    const on = await withPia();
    const { world, root, ben } = on;
    const { people } = world.auth;
    // A policy that names a role of the account is written nowhere in the account: the first act clears it.
    await given(world, ben, { roles: ['super-admin'] });
    expect(await people.vouch({ accountId: ben }, { by: root })).toHaveProperty('enrollmentCode');
    const record = await recordOf(world, ben);
    expect(record).toMatchObject({ clearedFor: [{ rank: 'policy' }], enrollmentCode: { by: root.accountId } });
    expect([record.password, record.email]).toEqual([undefined, undefined]);
    expect(await roleEvents(on)).toMatchObject([{ detail: { ended: ['password', 'email'] } }]);
  });
});
