import { hostCode, type ImportRow } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, PASSWORD } from '../embedded.test-support.ts';
import { imports, SECRET, SINGLE } from './import-people.test-support.ts';

const BY = { by: hostCode('host') };
const IDA: ImportRow = {
  ...{ externalId: '42', identifier: 'ida', email: 'ida@example.org', emailVerified: true, passwordUnknown: true },
  roles: ['super-admin'],
};
/** Another administrator of the policy, so that Ida is not the last. */
const EVA: ImportRow = {
  ...{ externalId: '7', identifier: 'eva', roles: ['super-admin'] },
  passwordHash: '$2b$04$abcdefghijklmnopqrstuuVGn5S/XJoAB5D/QGr1Fo0c1IRfCDwF2',
  totp: { secret: SECRET },
};
const BEN: ImportRow = { ...IDA, externalId: '8', identifier: 'ben', email: 'ben@example.org', roles: [] };

type Happens = (world: Embedded) => Promise<unknown>;

const runs = async (world: Embedded, rows: readonly object[], more: object = {}) =>
  (await imports(world, rows, { resume: true, ...more })).map(({ line: _, identifier, externalId: __, ...report }) => ({
    identifier,
    ...report,
    accountId: undefined,
  }));

async function secondRun(
  rows: readonly object[],
  { happens, first = [IDA, EVA], more }: { happens?: Happens; first?: readonly object[]; more?: object } = {},
) {
  const world = await embedded({ policy: SINGLE });
  await runs(world, first);
  await happens?.(world);
  const reports = await runs(world, rows, more);
  return { world, reports, ida: await world.auth.people.find({ externalId: '42' }) };
}

const signsIn = async (world: Embedded, identifier: string) =>
  world.auth.signIn.begin(new Client(world).caller, { identifier, password: PASSWORD });

describe('X22 a person whom the former system disables', () => {
  it('is made blocked in the first run, without a notice, and can be unblocked', async () => {
    const world = await embedded({ policy: SINGLE });
    const dry = await runs(world, [{ ...BEN, disabled: true }], { dryRun: true });
    expect(dry).toMatchObject([{ outcome: 'valid' }]);
    expect(await runs(world, [{ ...BEN, disabled: true }])).toMatchObject([{ outcome: 'imported' }]);
    const blockedBen = { status: 'blocked', blockedReason: 'disabled in the former system' };
    expect(await world.auth.people.find({ externalId: '8' })).toMatchObject(blockedBen);
    const { events } = await world.auth.audit.events('default', {});
    expect(events.map(({ type }) => type)).not.toContain('account.blocked');
    await world.auth.people.setPassword({ externalId: '8' }, { password: PASSWORD, ...BY });
    expect(await signsIn(world, 'ben')).toMatchObject({ refused: 'account-blocked' });
    await world.auth.people.unblock({ externalId: '8' }, BY);
    expect(await signsIn(world, 'ben')).toMatchObject({ answer: { status: 'complete' } });
    await world.auth.close();
  });

  it('is blocked in the second run, and stays blocked in each later run', async () => {
    const { world, reports, ida } = await secondRun([{ ...IDA, disabled: true, roles: [] }]);
    expect(reports).toMatchObject([{ outcome: 'present', taken: ['disabled', 'roles'], differs: [] }]);
    expect(ida).toMatchObject({ status: 'blocked', roles: [] });
    expect(await runs(world, [{ ...IDA, disabled: true, roles: [] }])).toMatchObject([{ taken: [], differs: [] }]);
    expect(await runs(world, [{ ...IDA, roles: [] }])).toMatchObject([{ taken: [], differs: ['disabled'] }]);
    expect(await world.auth.people.find({ externalId: '42' })).toMatchObject({ status: 'blocked' });
    await world.auth.close();
  });

  it('is blocked in a third run, after the second took roles', async () => {
    const { world } = await secondRun([{ ...IDA, roles: [] }]);
    expect(await runs(world, [{ ...IDA, roles: [], disabled: true }])).toMatchObject([{ taken: ['disabled'] }]);
    await world.auth.close();
  });

  const touched: Happens = ({ auth }) => auth.people.setPassword({ externalId: '42' }, { password: PASSWORD, ...BY });

  it('is blocked if the account was changed here, and keeps its roles in each later run', async () => {
    const changed = await secondRun([{ ...IDA, disabled: true, roles: [] }], { happens: touched });
    expect(changed.reports).toMatchObject([{ taken: ['disabled'], differs: ['roles'] }]);
    expect(changed.ida).toMatchObject({ status: 'blocked', roles: ['super-admin'] });
    const again = await runs(changed.world, [{ ...IDA, disabled: true, roles: [] }]);
    expect(again).toMatchObject([{ taken: [], differs: ['roles'] }]);
    await changed.world.auth.close();
  });

  it('is named alone if somebody ended a block here, or the account is of another import', async () => {
    const happens: Happens = async ({ auth }) => {
      await auth.people.block({ externalId: '42' }, { reason: 'a lost laptop', ...BY });
      await auth.people.unblock({ externalId: '42' }, BY);
    };
    const changed = await secondRun([{ ...IDA, disabled: true, roles: [] }], { happens });
    expect(changed.reports).toMatchObject([{ taken: [], differs: ['roles', 'disabled'] }]);
    expect(changed.ida).toMatchObject({ status: 'active', roles: ['super-admin'] });
    const other = await secondRun([{ ...IDA, disabled: true }], { more: { by: hostCode('another app') } });
    expect(other.reports).toMatchObject([{ taken: [], differs: ['disabled'] }]);
    expect(other.ida).toMatchObject({ status: 'active' });
    await Promise.all([changed.world.auth.close(), other.world.auth.close()]);
  });

  it('stays the last administrator of the policy, and is named', async () => {
    const { world, reports, ida } = await secondRun([{ ...IDA, disabled: true, roles: [] }], { first: [IDA] });
    expect(reports).toMatchObject([{ taken: [], differs: ['roles', 'disabled'] }]);
    expect(ida).toMatchObject({ status: 'active', roles: ['super-admin'] });
    const dry = await runs(world, [{ ...IDA, disabled: true, roles: [] }], { dryRun: true });
    expect(dry).toMatchObject([{ taken: [], differs: ['roles', 'disabled'] }]);
    await world.auth.close();
  });

  it('has the second factors named for which no sign-in asks, as if there were no block', async () => {
    const world = await embedded({ policy: SINGLE });
    const eva = { ...EVA, roles: [] };
    for (const disabled of [false, true])
      expect(await runs(world, [{ ...eva, disabled }], { dryRun: true })).toMatchObject([{ notAsked: ['totp'] }]);
    await world.auth.close();
  });
});

describe('X22 the second run', () => {
  it('takes newer roles, lost and gained, and names mailbox and name', async () => {
    const { world, reports } = await secondRun(
      [
        { ...IDA, roles: ['employee'], identifier: 'ida-maria' },
        { ...BEN, roles: ['super-admin'], email: 'new@example.org' },
      ],
      { first: [IDA, EVA, BEN] },
    );
    expect(reports).toMatchObject([
      { taken: ['roles'], differs: ['identifier'] },
      { taken: ['roles'], differs: ['email'] },
    ]);
    expect(await world.auth.people.find({ externalId: '42' })).toMatchObject({ roles: ['employee'] });
    const ben = { roles: ['super-admin'], email: 'ben@example.org', identifiers: ['ben'] };
    expect(await world.auth.people.find({ externalId: '8' })).toMatchObject(ben);
    await world.auth.close();
  });

  it('takes nothing by a row without a key, which may be of another person with the same name', async () => {
    const { externalId: _, ...named } = IDA;
    const ida = { ...named, identifier: 'ida@example.org' };
    const again = {
      ...ida,
      identifier: 'IDA@example.org',
      emailVerified: false,
      passwordUnknown: null,
      disabled: true,
      roles: [],
    };
    const world = await embedded({ policy: SINGLE });
    expect(await runs(world, [EVA, ida, again])).toMatchObject([
      {},
      { outcome: 'imported' },
      { outcome: 'present', taken: [], differs: ['roles', 'disabled'] },
    ]);
    const kept = { status: 'active', roles: ['super-admin'] };
    expect(await world.auth.people.find({ identifier: 'ida@example.org' })).toMatchObject(kept);
    await world.auth.close();
  });

  it('writes nothing in a dry run, and tells what it would take', async () => {
    const { world, reports, ida } = await secondRun([{ ...IDA, disabled: true, roles: [] }], {
      more: { dryRun: true },
    });
    expect(reports).toMatchObject([{ taken: ['disabled', 'roles'], differs: [] }]);
    expect(ida).toMatchObject({ status: 'active', roles: ['super-admin'] });
    await world.auth.close();
  });

  it('writes nothing to an account that is as its row', async () => {
    const { world, reports } = await secondRun([IDA, EVA]);
    expect(reports).toMatchObject([
      { taken: [], differs: [] },
      { taken: [], differs: [] },
    ]);
    const { events } = await world.auth.audit.events('default', {});
    expect(events.filter(({ accountId }) => accountId !== undefined)).toHaveLength(2);
    await world.auth.close();
  });

  it("takes nothing by a key alone: neither the name nor the mailbox is the account's", async () => {
    const other = { ...IDA, identifier: 'zed', email: 'zed@example.org', roles: ['super-admin'], disabled: true };
    const { world, reports } = await secondRun([{ ...other, externalId: '8' }], { first: [IDA, EVA, BEN] });
    expect(reports).toMatchObject([
      { isDoubtful: true, taken: [], differs: ['identifier', 'email', 'roles', 'disabled'] },
    ]);
    expect(await world.auth.people.find({ externalId: '8' })).toMatchObject({ status: 'active', roles: [] });
    const nameless = { externalId: '7', identifier: 'zed', roles: [] };
    expect(await runs(world, [nameless])).toMatchObject([{ isDoubtful: true, taken: [] }]);
    for (const agrees of [{ identifier: 'zed' }, { email: 'zed@example.org' }])
      expect(await runs(world, [{ ...IDA, ...agrees }])).toMatchObject([{ isDoubtful: false }]);
    await world.auth.close();
  });

  it('compares roles as a set, and leaves them if the row states none', async () => {
    const { world, reports } = await secondRun([{ ...IDA, roles: ['super-admin', 'super-admin'] }]);
    expect(reports).toMatchObject([{ taken: [], differs: [] }]);
    expect(await runs(world, [{ ...IDA, roles: null }])).toMatchObject([{ taken: [], differs: [] }]);
    expect(await runs(world, [{ ...IDA, roles: [] }])).toMatchObject([{ taken: ['roles'] }]);
    await world.auth.close();
  });

  it('leaves roles to a resolveSubject', async () => {
    const world = await embedded({ policy: SINGLE, resolveSubject: () => Promise.resolve(['employee']) });
    await runs(world, [IDA, EVA]);
    const rows = [{ ...IDA, roles: [], disabled: true }];
    expect(await runs(world, rows)).toMatchObject([{ taken: ['disabled'], differs: [] }]);
    expect(await world.auth.people.find({ externalId: '42' })).toMatchObject({ status: 'blocked' });
    await world.auth.close();
  });

  it('takes the first of several rows of one account, and names what the others say', async () => {
    const { world, reports } = await secondRun([
      { ...IDA, roles: ['employee'] },
      { ...IDA, roles: ['other'] },
      BEN,
      { ...BEN, roles: ['super-admin'], disabled: true },
    ]);
    expect(reports).toMatchObject([
      { taken: ['roles'], differs: [] },
      { taken: [], differs: ['roles'] },
      { outcome: 'imported' },
      { taken: [], differs: ['roles', 'disabled'] },
    ]);
    expect(await world.auth.people.find({ externalId: '42' })).toMatchObject({ roles: ['employee'] });
    await world.auth.close();
  });

  it('warns of a misspelt role as people.setRoles does', async () => {
    const world = await embedded({ policy: SINGLE });
    await runs(world, [IDA, EVA]);
    await runs(world, [{ ...IDA, roles: ['super-admim'] }]);
    expect(JSON.stringify(world.logged)).toContain("no rule of the policy names the role 'super-admim'");
    await world.auth.close();
  });
});
