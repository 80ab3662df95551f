import { hash as bcryptHash } from '@node-rs/bcrypt';
import { hostCode, StoreUnavailable } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { embedded, PASSWORD } from '../embedded.test-support.ts';
import { newStore } from '../new-store.test-support.ts';
import { OneEntry } from '../sign-in/directory.test-support.ts';
import { FakeProvider } from '../sign-in/single-sign-on/fake-provider.test-support.ts';
import { ADA, imports, registeredElsewhere, SECRET } from './import-people.test-support.ts';

const KEY = await registeredElsewhere(createAuthenticator(), 'handle');
const people = (count: number) =>
  Array.from({ length: count }, (_, place) => ({
    externalId: String(place),
    identifier: `person${place}@example.org`,
  }));

describe('an import with eight rows at once', () => {
  it('X22 reads as far ahead, and reports in the order of the rows, each account made once', async () => {
    const inner = newStore();
    let [inProgress, most, read] = [0, 0, 0];
    const store: typeof inner = {
      ...inner,
      commit: async (change) => {
        most = Math.max(most, ++inProgress);
        // The later of two commits is quicker.
        for (let turn = 8 - inProgress; turn >= 0; turn--) await new Promise(setImmediate);
        inProgress -= 1;
        return inner.commit(change);
      },
    };
    const world = await embedded({ store });
    function* counted() {
      for (const row of people(30)) {
        read += 1;
        yield row;
      }
    }
    let line = 0;
    for await (const report of world.auth.people.import(counted(), { by: hostCode('the move'), atOnce: 8 })) {
      line += 1;
      expect(report).toMatchObject({ line, identifier: people(30)[line - 1]?.identifier, outcome: 'imported' });
      expect(read).toBe(Math.min(30, line + 7));
    }
    expect([line, most]).toEqual([30, 8]);
    expect((await world.auth.people.list()).accounts).toHaveLength(30);
    await world.auth.close();
  });

  it('W4 takes administrators of the policy one after another, and each of them', async () => {
    const inner = newStore();
    const store: typeof inner = {
      ...inner,
      commit: async (change) => {
        for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
        return inner.commit(change);
      },
    };
    const world = await embedded({ store, policy: { administrators: { policy: ['root'] } } });
    const rows = people(50).map((row) => ({ ...row, roles: ['root'] }));
    const reports = await imports(world, rows, { atOnce: 50 });
    expect(reports.filter(({ outcome }) => outcome !== 'imported')).toEqual([]);
    expect(reports).toHaveLength(50);
    await world.auth.close();
  });

  it('X22 gives a name or key that two rows have to the first of them', async () => {
    const world = await embedded({ providers: [new FakeProvider()] });
    const identities = [{ provider: 'corp', subject: '1' }];
    const rows = [
      { identifier: ADA, externalId: '1', passkeys: [KEY], identities },
      { identifier: ` ${ADA.toUpperCase()}` },
      { identifier: 'b', externalId: '1' },
      { identifier: 'c', passkeys: [KEY] },
      { identifier: 'd', identities },
      { identifier: 'e' },
    ];
    for (const dryRun of [true, false]) {
      const reports = await imports(world, rows, { atOnce: 8, dryRun });
      expect(reports.map(({ outcome }) => outcome)).toEqual(
        dryRun ? rows.map(() => 'valid') : ['imported', 'refused', 'refused', 'refused', 'refused', 'imported'],
      );
    }
    await world.auth.close();
  });

  it('X22 compares names and keys in the spelling in which they are stored', async () => {
    const world = await embedded({ directory: new OneEntry() });
    // A later row that is judged first would win: the first row is slow.
    const slow = { totp: { secret: SECRET }, passwordHash: await bcryptHash(PASSWORD, { cost: 4 }) };
    const bytes = Buffer.from(KEY.id, 'base64url');
    const rows = [
      { identifier: 'a', passkeys: [KEY], ...slow },
      { identifier: 'b', passkeys: [{ ...KEY, id: bytes.toString('base64') }] },
      { identifier: 'c', identities: [{ provider: 'ldap', subject: 'ABC-1' }], totp: slow.totp },
      { identifier: 'd', identities: [{ provider: 'ldap', subject: 'abc-1' }] },
      { identifier: 'J\u030c', ...slow },
      { identifier: '\u01f0' },
    ];
    const reports = await imports(world, rows, { atOnce: 8 });
    expect(reports.map(({ outcome }) => outcome)).toEqual(rows.map((_, at) => (at % 2 === 0 ? 'imported' : 'refused')));
    await world.auth.close();
  });

  it('X22 makes nothing more after the reader stopped, or the source or the store failed', async () => {
    const inner = newStore();
    const commits: number[] = [];
    let failsAt = 0;
    const store: typeof inner = {
      ...inner,
      commit: async (change) => {
        commits.push(0);
        if (commits.length === failsAt) throw new StoreUnavailable({ operation: 'commit' });
        await new Promise(setImmediate);
        return inner.commit(change);
      },
    };
    const world = await embedded({ store });
    const made = async () => (await world.auth.people.list()).counts.all;
    const options = { by: hostCode('the move'), atOnce: 8, resume: true };
    for await (const { line } of world.auth.people.import(people(40), options)) if (line === 5) break;
    expect(await made()).toBe(12);

    function* failing() {
      yield* people(15);
      throw new Error('the file is gone');
    }
    const lines: number[] = [];
    const reads = async (rows: Iterable<ReturnType<typeof people>[number]>) => {
      for await (const { line } of world.auth.people.import(rows, options)) lines.push(line);
    };
    await expect(reads(failing())).rejects.toThrow('the file is gone');
    expect(lines).toEqual(Array.from({ length: 15 }, (_, at) => at + 1));
    expect(await made()).toBe(15);

    lines.length = 0;
    commits.length = 0;
    failsAt = 3;
    await expect(reads(people(40))).rejects.toThrow(StoreUnavailable);
    // The rows 1 to 15 are there. The third commit is the commit of row 18.
    expect(lines).toEqual(Array.from({ length: 17 }, (_, at) => at + 1));
    const before = commits.length;
    failsAt = 0;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(commits).toHaveLength(before);
    await reads(people(40));
    expect(await made()).toBe(40);
    await world.auth.close();
  });
});
