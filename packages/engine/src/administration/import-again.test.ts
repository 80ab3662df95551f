import { hostCode, type ImportReport, type ImportRow } from '@sallyport/engine';
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

  it('is named alone if the account was changed here, or is of another import', async () => {
    const happens: Happens = ({ auth }) => auth.people.setPassword({ externalId: '42' }, { password: PASSWORD, ...BY });
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
    await world.auth.close();
  });
});

describe('X22 the second run', () => {
  it('takes newer roles, lost and gained, and names mailbox and name', async () => {
    const { world, reports } = await secondRun(
      [
        { ...IDA, roles: ['employee'] },
        { ...BEN, roles: ['super-admin'], email: 'new@example.org', identifier: 'benjamin' },
      ],
      { first: [IDA, EVA, BEN] },
    );
    expect(reports).toMatchObject([
      { taken: ['roles'], differs: [] },
      { taken: ['roles'], differs: ['identifier', 'email'] },
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

  const COMPLETE = { more: { complete: true }, first: [IDA, EVA, BEN] };
  const missing = (reports: readonly Partial<ImportReport>[]) =>
    reports
      .filter(({ outcome }) => outcome === 'missing')
      .map(({ identifier, ...one }) => [identifier, Reflect.get(one, 'blocked')]);

  it('of everybody blocks who is missing, and nobody of another import or of none', async () => {
    const happens: Happens = async (world) => {
      await runs(world, [{ identifier: 'zoe' }], { by: hostCode('another app') });
      await world.auth.people.create({ identifier: 'own', ...BY });
    };
    const { world, reports, ida } = await secondRun([EVA, BEN], { ...COMPLETE, happens });
    expect(missing(reports)).toEqual([['ida', true]]);
    expect(ida).toMatchObject({ status: 'blocked', blockedReason: 'missing in the import' });
    expect(missing(await runs(world, [EVA, BEN], COMPLETE.more))).toEqual([]);
    for (const identifier of ['zoe', 'own', 'eva', 'ben'])
      expect(await world.auth.people.find({ identifier })).toMatchObject({ status: 'active' });
    await world.auth.close();
  });

  it('of everybody names who is missing and was changed here, and blocks nobody in a dry run', async () => {
    const happens: Happens = ({ auth }) => auth.people.setPassword({ externalId: '42' }, { password: PASSWORD, ...BY });
    const changed = await secondRun([EVA, BEN], { ...COMPLETE, happens });
    expect(missing(changed.reports)).toEqual([['ida', false]]);
    expect(changed.ida).toMatchObject({ status: 'active' });
    const dry = await secondRun([EVA, BEN], { ...COMPLETE, more: { complete: true, dryRun: true } });
    expect(missing(dry.reports)).toEqual([['ida', true]]);
    expect(dry.ida).toMatchObject({ status: 'active' });
    await Promise.all([changed.world.auth.close(), dry.world.auth.close()]);
  });

  it('of everybody spares the account of a refused row, and blocks nobody if a row names nobody, or no row is there', async () => {
    const refused = { ...IDA, passwordUnknown: null, passwordHash: 'no hash' };
    const { world, reports } = await secondRun([refused, EVA, BEN], COMPLETE);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['refused', 'present', 'present']);
    expect(missing(await runs(world, [EVA, BEN, { no: 'name' }], COMPLETE.more))).toEqual([['ida', false]]);
    expect(missing(await runs(world, [], COMPLETE.more)).map(([, isBlocked]) => isBlocked)).toEqual([
      false,
      false,
      false,
    ]);
    await world.auth.close();
  });

  it('of everybody blocks a deleted person whose name somebody else has in the former system now', async () => {
    const other = { ...IDA, externalId: '99', email: 'other@example.org' };
    const { world, reports, ida } = await secondRun([EVA, BEN, other], COMPLETE);
    expect(reports).toMatchObject([
      {},
      {},
      { outcome: 'refused', refused: 'already-exists' },
      { outcome: 'missing', blocked: true },
    ]);
    expect(ida).toMatchObject({ status: 'blocked' });
    await world.auth.close();
  });

  it('looks for nobody if the rows break off', async () => {
    const world = await embedded({ policy: SINGLE });
    await runs(world, [IDA, EVA]);
    async function* broken() {
      yield EVA;
      throw new Error('the file broke off');
    }
    await expect(imports(world, broken(), { resume: true, complete: true })).rejects.toThrow('the file broke off');
    expect(await world.auth.people.find({ externalId: '42' })).toMatchObject({ status: 'active' });
    await expect(imports(world, [], { complete: true })).rejects.toThrow('complete needs resume: true');
    await world.auth.close();
  });
});
