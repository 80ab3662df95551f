import { createHash } from 'node:crypto';
import { hash as bcryptHash } from '@node-rs/bcrypt';
import type { ImportOptions, ImportRow, People } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { embedded, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';
import { emptyDirectory } from '../empty-directory.test-support.ts';
import { newStore } from '../new-store.test-support.ts';
import { FakeProvider } from '../sign-in/single-sign-on/fake-provider.test-support.ts';
import { ADA, imports, registeredElsewhere, SECRET } from './import-people.test-support.ts';

const HASH = await bcryptHash(PASSWORD, { cost: 4 });
const KEY = await registeredElsewhere(createAuthenticator(), 'handle');
const MAILBOX = { identifier: ADA, email: ADA, emailVerified: true };
const people = (count: number, from = 0) =>
  Array.from({ length: count }, (_, place) => ({
    externalId: String(from + place),
    identifier: `person${from + place}@example.org`,
    passwordHash: HASH,
  }));

describe('a row that is refused', () => {
  it.each<readonly [name: string, row: unknown, paths: readonly string[]]>([
    ['no object', 'ada', ['']],
    ['null', null, ['']],
    ['a list', [], ['']],
    ['empty', {}, ['identifier']],
    ['an identifier that is a number', { identifier: 7 }, ['identifier']],
    ['an identifier of 257 characters', { identifier: 'x'.repeat(257) }, ['identifier']],
    ['an unknown member', { identifier: ADA, password: PASSWORD }, ['password']],
    ['a member with another case', { identifier: ADA, passwordhash: HASH }, ['passwordhash']],
    ['a numeric key of the host', { identifier: ADA, externalId: 42 }, ['externalId']],
    ['an address of which nobody says whether it is verified', { identifier: ADA, email: ADA }, ['emailVerified']],
    ['an address that is none', { identifier: ADA, email: 'ada', emailVerified: true }, ['email']],
    ['a text for a flag', { identifier: ADA, email: ADA, emailVerified: 'true' }, ['emailVerified']],
    ['roles in one text', { identifier: ADA, roles: 'admin' }, ['roles']],
    ['a password for a hash', { identifier: ADA, passwordHash: PASSWORD }, ['passwordHash']],
    ['a hash that costs too much', { identifier: ADA, passwordHash: HASH.replace('$04$', '$31$') }, ['passwordHash']],
    [
      'an unknown password beside a hash',
      { ...MAILBOX, passwordUnknown: true, passwordHash: HASH },
      ['passwordUnknown'],
    ],
    ['an unknown password without a mailbox', { identifier: ADA, passwordUnknown: true }, ['passwordUnknown']],
    [
      'an unknown password with an unverified address',
      { ...MAILBOX, emailVerified: false, passwordUnknown: true },
      ['passwordUnknown'],
    ],
    ['an app without a secret', { identifier: ADA, totp: {} }, ['totp.secret']],
    ['a secret that is hexadecimal', { identifier: ADA, totp: { secret: '48656c6c6f21deadbeef' } }, ['totp.secret']],
    ['a short secret', { identifier: ADA, totp: { secret: 'JBSWY3DP' } }, ['totp.secret']],
    [
      'parameters of no app',
      { identifier: ADA, totp: { secret: SECRET, algorithm: 'MD5', digits: 10, period: 0 } },
      ['totp.algorithm', 'totp.digits', 'totp.period'],
    ],
    ['passkeys in no list', { identifier: ADA, passkeys: KEY }, ['passkeys']],
    [
      '26 passkeys',
      { identifier: ADA, passkeys: Array.from({ length: 26 }, () => KEY) },
      ['passkeys', ...Array.from({ length: 24 }, (_, place) => `passkeys.${place + 1}.id`)],
    ],
    ['a passkey twice', { identifier: ADA, passkeys: [KEY, KEY] }, ['passkeys.1.id']],
    [
      'a passkey with faults everywhere',
      {
        identifier: ADA,
        passkeys: [
          {
            ...{
              id: '',
              publicKey: 'AAAA',
              counter: -1,
              transports: 'usb',
              userHandle: 'A'.repeat(88),
              backedUp: true,
            },
            ...{ backupEligible: false, userVerified: 1, aaguid: 'yubikey', name: '', colour: 'red' },
          },
        ],
      },
      [
        'colour',
        'id',
        'publicKey',
        'userHandle',
        'transports',
        'backupEligible',
        'aaguid',
        'name',
        'counter',
        'userVerified',
      ].map((name) => `passkeys.0.${name}`),
    ],
    [
      'a passkey with an empty user handle',
      { identifier: ADA, passkeys: [{ ...KEY, userHandle: '' }] },
      ['passkeys.0.userHandle'],
    ],
    [
      'backup codes that are short, no text, or hashed',
      { identifier: ADA, backupCodes: ['12-34', 7, HASH] },
      ['backupCodes.0', 'backupCodes.1', 'backupCodes.1', 'backupCodes.2'],
    ],
    [
      'backup codes that are digests',
      {
        identifier: ADA,
        backupCodes: ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) => {
          const digest = createHash(algorithm).update('abcd-efgh').digest();
          return [digest.toString('hex'), digest.toString('hex').toUpperCase(), digest.toString('base64')];
        }),
      },
      Array.from({ length: 12 }, (_, place) => `backupCodes.${place}`),
    ],
    [
      'an identity at no provider',
      { identifier: ADA, identities: [{ provider: 'nobody', subject: '1' }] },
      ['identities.0.provider'],
    ],
    [
      'an identity with an issuer',
      { identifier: ADA, identities: [{ provider: 'corp', subject: '1', issuer: 'x' }] },
      ['identities.0.issuer'],
    ],
    [
      'a password beside the directory',
      { identifier: ADA, passwordHash: HASH, identities: [{ provider: 'ldap', subject: '1' }] },
      ['passwordHash'],
    ],
  ])('X22 for being %s has its line, the paths and reasons, and the other rows go on', async (_, row, paths) => {
    const world = await embedded({ providers: [new FakeProvider()], directory: emptyDirectory });
    const [before, report, after] = await imports(world, [{ identifier: 'before' }, row, { identifier: 'after' }]);
    expect([before, after]).toMatchObject([
      { line: 1, outcome: 'imported' },
      { line: 3, outcome: 'imported' },
    ]);
    expect(report).toMatchObject({ line: 2, outcome: 'refused', refused: 'malformed-input' });
    const errors = report?.outcome === 'refused' ? report.errors : [];
    expect(errors.map(({ path }) => path)).toEqual(paths);
    for (const { message } of errors) expect(message).toMatch(/^(is|are|has|costs|there is) /);
    expect((await world.auth.people.list()).accounts).toHaveLength(2);
    await world.auth.close();
  });

  it('X22 for a key of another account names the member, in a dry run too', async () => {
    const world = await embedded({ providers: [new FakeProvider()] });
    const identities = [{ provider: 'corp', subject: '1' }];
    await imports(world, [{ identifier: ADA, externalId: '1', passkeys: [KEY], identities }]);
    const rows = [
      { identifier: ' ADA@example.org ', externalId: '2' },
      { identifier: 'b', externalId: '1' },
      { identifier: 'c', passkeys: [KEY] },
      { identifier: 'd', identities },
      { identifier: ADA, externalId: '1', passkeys: [KEY], identities },
    ];
    for (const dryRun of [true, false]) {
      const reports = await imports(world, rows, { dryRun });
      expect(
        reports.map((one) => (one.outcome === 'refused' ? [one.refused, ...one.errors.map(({ path }) => path)] : one)),
      ).toEqual([
        ['already-exists', 'identifier'],
        ['already-exists', 'externalId'],
        ['already-exists', 'passkeys.0.id'],
        ['already-exists', 'identities.0'],
        ['already-exists', 'identifier', 'passkeys.0.id', 'identities.0', 'externalId'],
      ]);
    }
    expect((await world.auth.people.list()).accounts).toHaveLength(1);
    await world.auth.close();
  });
});

describe('an import', () => {
  it('X22 writes nothing in a dry run, and reports what it would do', async () => {
    const world = await embedded();
    const before = (await world.store.listEvents(TENANT, { limit: 100 })).items.length;
    const reports = await imports(world, [...people(2), { identifier: '' }], { dryRun: true });
    expect(reports).toMatchObject([{ outcome: 'valid' }, { outcome: 'valid', leftOut: [] }, { outcome: 'refused' }]);
    expect((await world.auth.people.list()).accounts).toEqual([]);
    expect((await world.store.listEvents(TENANT, { limit: 100 })).items).toHaveLength(before);
    await world.auth.close();
  });

  it('X22 the same rows twice change nothing, and twenty imports at once make each account once', async () => {
    const world = await embedded();
    const rows = people(8);
    const all = await Promise.all(Array.from({ length: 20 }, () => imports(world, rows, { resume: true })));
    const made = all.flat().filter(({ outcome }) => outcome === 'imported');
    expect(made).toHaveLength(8);
    expect(all.flat().filter(({ outcome }) => outcome === 'present')).toHaveLength(19 * 8);
    const before = await world.auth.people.list();
    const again = await imports(world, [...rows, ...people(1, 8)], { resume: true });
    expect(again.map(({ outcome }) => outcome)).toEqual([...Array.from({ length: 8 }, () => 'present'), 'imported']);
    expect((await world.auth.people.list()).accounts.slice(0, 9)).toEqual(expect.arrayContaining([...before.accounts]));
    const events = (await world.store.listEvents(TENANT, { limit: 100 })).items;
    expect(events.filter(({ type }) => type === 'account.imported')).toHaveLength(9);
    await world.auth.close();
  });

  it('X22 resumes by the identifier where the row has no key of the host, and takes no account for another', async () => {
    const world = await embedded();
    const id = await newAccount(world, ADA);
    expect(await imports(world, [{ identifier: ADA }], { resume: true })).toMatchObject([
      { line: 1, identifier: ADA, outcome: 'present', accountId: id, taken: [], differs: [] },
    ]);
    expect(await imports(world, [{ identifier: ADA, externalId: '7' }], { resume: true })).toMatchObject([
      { outcome: 'refused', refused: 'already-exists', errors: [{ path: 'identifier' }] },
    ]);
    await world.auth.close();
  });

  it.each<[string, object, object, string]>([
    ['the mailbox of the row', { identifier: 'ada', email: ADA }, { email: ADA, emailVerified: true }, 'present'],
    [
      'another mailbox',
      { identifier: 'ada', email: 'eve@example.org' },
      { email: ADA, emailVerified: true },
      'refused',
    ],
    ['a mailbox, where the row has none', { identifier: 'ada', email: 'eve@example.org' }, {}, 'refused'],
    ['no mailbox', { identifier: 'ada' }, { email: ADA, emailVerified: true }, 'refused'],
    ['no mailbox, where the row has none', { identifier: 'ada' }, {}, 'refused'],
  ])(
    'X22 resumes no account with the name of the row that no import made, unless the mailbox says so: %s',
    async (_, account, row, outcome) => {
      const world = await embedded();
      await world.auth.people.create({ ...account, by: hostCode('host') } as Parameters<People['create']>[0]);
      const reports = await imports(world, [{ identifier: ' Ada', ...row }], { resume: true });
      expect(reports).toMatchObject([
        outcome === 'present' ? { outcome } : { outcome, refused: 'already-exists', errors: [{ path: 'identifier' }] },
      ]);
      expect((await world.auth.people.list()).accounts).toHaveLength(1);
      await world.auth.close();
    },
  );

  it('X22 resumes an imported account whose mailbox changed since, and no account that took its former name', async () => {
    const world = await embedded();
    const rows = [{ identifier: 'ada', email: ADA, emailVerified: true }];
    const [made] = await imports(world, rows);
    const accountId = made?.outcome === 'imported' ? made.accountId : '';
    const { people } = world.auth;
    world.now += 1;
    await people.setEmail({ accountId }, { email: 'ada@next.example', by: hostCode('host') });
    expect(await imports(world, rows, { resume: true })).toMatchObject([{ outcome: 'present', accountId }]);
    await people.rename({ accountId }, { identifier: 'theodora', by: hostCode('host') });
    await people.create({ identifier: 'ada', email: 'eve@example.org', by: hostCode('host') });
    expect(await imports(world, rows, { resume: true })).toMatchObject([
      { outcome: 'refused', refused: 'already-exists', errors: [{ path: 'identifier' }] },
    ]);
    await world.auth.close();
  });

  it('X22 is broken off by a store that fails, and goes on where it stopped', async () => {
    const inner = newStore();
    let commits = 0;
    const store: typeof inner = {
      ...inner,
      commit: async (change) => {
        const result = await inner.commit(change);
        commits += 1;
        if (commits === 5) throw Object.assign(new Error('the store is gone'), { code: 'store-unavailable' });
        return result;
      },
    };
    const world = await embedded({ store });
    commits = 0;
    await expect(imports(world, people(8), { resume: true })).rejects.toThrow('the store is gone');
    const reports = await imports(world, people(8), { resume: true });
    expect(reports.filter(({ outcome }) => outcome === 'present')).toHaveLength(5);
    expect(reports.filter(({ outcome }) => outcome === 'imported')).toHaveLength(3);
    expect((await world.auth.people.list()).accounts).toHaveLength(8);
    await world.auth.close();
  });

  it('X22 reads one row for each report, and ends the source when the reader stops', async () => {
    const world = await embedded();
    let [read, ended] = [0, false];
    async function* endless() {
      try {
        for (;;) {
          read += 1;
          yield { identifier: `person ${read}` };
        }
      } finally {
        ended = true;
      }
    }
    for await (const { line } of world.auth.people.import(endless(), { by: hostCode('the move') })) {
      expect(read).toBe(line);
      if (line === 50) break;
    }
    expect([read, ended]).toEqual([50, true]);
    expect((await world.auth.people.list()).accounts).toHaveLength(50);
    await world.auth.close();
  });

  it('X22 keeps to its tenant', async () => {
    const world = await embedded({ tenants: { default: {}, other: {} }, tenant: () => 'default', policy: undefined });
    await imports(world, [{ identifier: ADA }], { tenant: 'other' });
    expect((await world.auth.people.list()).accounts).toEqual([]);
    expect((await world.auth.people.list({ tenant: 'other' })).accounts).toHaveLength(1);
    expect(await imports(world, [{ identifier: ADA }])).toMatchObject([{ outcome: 'imported' }]);
    await world.auth.close();
  });

  it.each<readonly [name: string, options: object, fault: RegExp]>([
    ['nobody imports', {}, /^by is no host code/],
    ['an administrator imports', { by: { tenant: TENANT } }, /^by is no host code/],
    ['the name is empty', { by: hostCode('') }, /^by has 1 to 200/],
    ['an option is misspelt', { by: hostCode('x'), dryrun: true }, /^dryrun is no option/],
    ['a flag is a text', { by: hostCode('x'), dryRun: 'yes' }, /^dryRun is neither/],
    ['a flag is null', { by: hostCode('x'), resume: null }, /^resume is neither/],
    ['too many rows are in progress', { by: hostCode('x'), atOnce: 51 }, /^atOnce is no whole number from 1 to 50/],
    ['half a row is in progress', { by: hostCode('x'), atOnce: 0.5 }, /^atOnce is no whole number/],
  ])('X22 begins with nothing where %s', async (_, options, fault) => {
    const world = await embedded();
    expect(() => world.auth.people.import([{ identifier: ADA }], options as ImportOptions)).toThrow(fault);
    for (const rows of [undefined, { identifier: ADA }, 'ada'])
      expect(() => world.auth.people.import(rows as unknown as ImportRow[], { by: hostCode('x') })).toThrow(
        /no iterable/,
      );
    expect((await world.auth.people.list()).accounts).toEqual([]);
    await world.auth.close();
  });
});
