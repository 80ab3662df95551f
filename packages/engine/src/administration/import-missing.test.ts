import { hostCode, type ImportReport, type ImportRow } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { type Embedded, embedded, PASSWORD } from '../embedded.test-support.ts';
import { imports, SECRET, SINGLE } from './import-people.test-support.ts';

const BY = { by: hostCode('host') };
const IDA: ImportRow = {
  ...{ externalId: '42', identifier: 'ida', email: 'ida@example.org', emailVerified: true, passwordUnknown: true },
};
/** An administrator of the policy, so that nobody else is the last. */
const EVA: ImportRow = {
  ...{ externalId: '7', identifier: 'eva', roles: ['super-admin'] },
  passwordHash: '$2b$04$abcdefghijklmnopqrstuuVGn5S/XJoAB5D/QGr1Fo0c1IRfCDwF2',
  totp: { secret: SECRET },
};
const BEN: ImportRow = { ...IDA, externalId: '8', identifier: 'ben', email: 'ben@example.org' };

/** The second run of a complete file, after a first run of `first`. */
async function secondRun(
  rows: readonly object[],
  more: object = {},
  { first = [IDA, EVA, BEN], happens }: { first?: readonly object[]; happens?: (world: Embedded) => unknown } = {},
) {
  const world = await embedded({ policy: SINGLE });
  await imports(world, first, { resume: true });
  await happens?.(world);
  return { world, reports: await complete(world, rows, more) };
}

const complete = (world: Embedded, rows: readonly object[], more: object = {}) =>
  imports(world, rows, { resume: true, complete: true, ...more });

const missing = (reports: readonly ImportReport[]) =>
  reports.flatMap((one) => (one.outcome === 'missing' ? [[one.identifier, one.mayBlock, one.blocked]] : []));

async function blockedIn({ auth }: Embedded): Promise<readonly (string | undefined)[]> {
  const { accounts } = await auth.people.list();
  return accounts.flatMap(({ status, identifiers: [name] }) => (status === 'blocked' ? [name] : []));
}

describe('X22 a complete import', () => {
  it('names who is missing, and blocks nobody for that alone', async () => {
    const { world, reports } = await secondRun([EVA, BEN]);
    expect(missing(reports)).toEqual([['ida', true, false]]);
    expect(await blockedIn(world)).toEqual([]);
    await world.auth.close();
  });

  it('blocks the missing if their number is the one that was said, and nobody of another import or of none', async () => {
    const happens = async (world: Embedded) => {
      await imports(world, [{ identifier: 'zoe' }], { by: hostCode('another app') });
      await world.auth.people.create({ identifier: 'own', ...BY });
    };
    const { world, reports } = await secondRun([EVA], { blockMissing: 1 }, { happens });
    const both = [
      ['ben', true, false],
      ['ida', true, false],
    ];
    expect(missing(reports).toSorted()).toEqual(both);
    expect(missing(await complete(world, [EVA], { blockMissing: 3 })).toSorted()).toEqual(both);
    const dry = missing(await complete(world, [EVA], { blockMissing: 2, dryRun: true }));
    expect(dry.map(([, , isBlocked]) => isBlocked)).toEqual([true, true]);
    expect(await blockedIn(world)).toEqual([]);
    const done = missing(await complete(world, [EVA], { blockMissing: 2 }));
    expect(done.map(([, , isBlocked]) => isBlocked)).toEqual([true, true]);
    expect((await blockedIn(world)).toSorted()).toEqual(['ben', 'ida']);
    const reason = { blockedReason: 'missing in the import' };
    expect(await world.auth.people.find({ externalId: '42' })).toMatchObject(reason);
    expect(missing(await complete(world, [EVA]))).toEqual([]);
    await world.auth.close();
  });

  it('counts and blocks nobody who was changed here', async () => {
    const happens = ({ auth }: Embedded) =>
      auth.people.setPassword({ externalId: '42' }, { password: PASSWORD, ...BY });
    const { world, reports } = await secondRun([EVA], { blockMissing: 1 }, { happens });
    expect(missing(reports).toSorted()).toEqual([
      ['ben', true, true],
      ['ida', false, false],
    ]);
    expect(await blockedIn(world)).toEqual(['ben']);
    await world.auth.close();
  });

  it('blocks nobody if a row names nobody, or no row is there', async () => {
    const { world, reports } = await secondRun([EVA, BEN, { no: 'name' }], { blockMissing: 1 });
    expect(missing(reports)).toEqual([['ida', false, false]]);
    const empty = missing(await complete(world, [], { blockMissing: 3 }));
    expect(empty.map(([, mayBlock]) => mayBlock)).toEqual([false, false, false]);
    expect(await blockedIn(world)).toEqual([]);
    await world.auth.close();
  });

  it('names the account of a refused row: by its key, and by its name if the account has no key', async () => {
    const refused = { ...IDA, passwordUnknown: null, passwordHash: 'no hash' };
    const { world, reports } = await secondRun([refused, EVA, BEN]);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['refused', 'present', 'present']);
    const { externalId: _, ...keyless } = IDA;
    const keyed = await secondRun([IDA, EVA, BEN], {}, { first: [keyless, EVA, BEN] });
    expect(keyed.reports.map(({ outcome }) => outcome)).toEqual(['refused', 'present', 'present']);
    await Promise.all([world.auth.close(), keyed.world.auth.close()]);
  });

  it('names a deleted person whose name somebody else has in the former system now', async () => {
    const other = { ...IDA, externalId: '99', email: 'other@example.org' };
    const { world, reports } = await secondRun([EVA, BEN, other], { blockMissing: 1 });
    expect(reports).toMatchObject([{}, {}, { outcome: 'refused' }, { outcome: 'missing', blocked: true }]);
    expect(await blockedIn(world)).toEqual(['ida']);
    await world.auth.close();
  });

  it('names an account of which a row has the key alone, and never blocks the account', async () => {
    const other = { ...IDA, identifier: 'zed', email: 'zed@example.org' };
    const { world, reports } = await secondRun([EVA, BEN, other], { blockMissing: 1 });
    expect(missing(reports)).toEqual([['ida', false, false]]);
    expect(await blockedIn(world)).toEqual([]);
    expect(missing(await complete(world, [EVA, BEN, other, IDA]))).toEqual([]);
    await world.auth.close();
  });

  it('tells of accounts with a key that are of another import, or of none', async () => {
    const happens = ({ auth }: Embedded) => auth.people.create({ identifier: 'own', externalId: '1', ...BY });
    const rows = [IDA, { externalId: '1', identifier: 'own' }];
    const { world, reports } = await secondRun(rows, {}, { happens, first: [IDA] });
    expect(reports).toMatchObject([{ otherBy: false }, { otherBy: true }]);
    const others = await complete(world, rows, { by: hostCode('misspelt') });
    expect(others).toMatchObject([{ otherBy: true }, { otherBy: true }]);
    await world.auth.close();
  });

  it('begins no row after an abort, and names and blocks nobody', async () => {
    const world = await embedded({ policy: SINGLE });
    await imports(world, [IDA, EVA, BEN]);
    for (const last of [1, 2]) {
      const abort = new AbortController();
      const outcomes: string[] = [];
      const options = { ...BY, by: hostCode('the move'), resume: true, complete: true, blockMissing: 1 };
      for await (const report of world.auth.people.import([EVA, BEN], { ...options, signal: abort.signal })) {
        outcomes.push(report.outcome);
        if (report.line === last) abort.abort();
      }
      expect(outcomes).toEqual(Array.from({ length: last }, () => 'present'));
    }
    expect(await blockedIn(world)).toEqual([]);
    await world.auth.close();
  });

  it('looks for nobody if the rows break off, and refuses options that do not go together', async () => {
    const world = await embedded({ policy: SINGLE });
    await imports(world, [IDA, EVA]);
    async function* broken() {
      yield EVA;
      throw new Error('the file broke off');
    }
    const wanted = { resume: true, complete: true, blockMissing: 1 };
    await expect(imports(world, broken(), wanted)).rejects.toThrow('the file broke off');
    expect(await blockedIn(world)).toEqual([]);
    const refused = (options: object) => expect(imports(world, [], options)).rejects;
    await refused({ complete: true }).toThrow('complete needs resume: true');
    await refused({ blockMissing: 1 }).toThrow('blockMissing needs complete: true');
    await refused({ ...wanted, blockMissing: 0 }).toThrow('blockMissing is no whole number from 1');
    await refused({ ...wanted, signal: 'stop' }).toThrow('signal is no AbortSignal');
    await world.auth.close();
  });
});
