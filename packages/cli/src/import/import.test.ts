import { hostCode, type Sallyport, tenantId } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { app, moduleOfApp, standsIn } from '../app/app.test-support.ts';
import { install, widest } from '../installed.test-support.ts';
import { pagesOf } from '../person/list.ts';

const sallyport = install();
const BCRYPT = '$2b$04$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';

const lines = (...rows: readonly (object | string)[]) =>
  rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');

const imports = (...more: readonly string[]) =>
  sallyport.ask(['import', 'people.jsonl', '--auth', moduleOfApp(sallyport), ...more]);

afterEach(() => vi.unstubAllGlobals());

/** The factors of a person who can sign in under the default policy. */
const WHOLE = { passwordHash: BCRYPT, totp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' } };

/** The identifiers of all accounts. */
async function everybody({ people }: Sallyport): Promise<readonly string[]> {
  const identifiers: string[] = [];
  for await (const { accounts } of pagesOf(people, { tenant: 'default' }))
    identifiers.push(...accounts.flatMap((account) => account.identifiers));
  return identifiers;
}

describe('sallyport import', () => {
  it('X22 makes an account of each line, and tells each refused line with its path and reason', async () => {
    const auth = app();
    sallyport.write(
      'people.jsonl',
      lines(
        { identifier: 'ada', externalId: '1', ...WHOLE },
        '',
        '{ "identifier": ',
        { identifier: 'ben', passwordHash: 'a plain password' },
        { identifier: 'cleo', ...WHOLE, email: 'cleo@example.org', emailVerified: false },
      ),
    );
    const tried = await imports('--dry-run');
    expect(tried).toMatchObject({ code: 1, out: '2 valid, 2 refused\n' });
    expect((await auth.people.list()).accounts).toEqual([]);
    const done = await imports('--by', 'the move');
    expect(done).toMatchObject({ code: 1, out: '2 imported, 2 refused\n' });
    const told = done.err.split('\n');
    expect(told).toEqual([
      'people.jsonl:3: malformed-input: is not JSON',
      expect.stringMatching(/^people\.jsonl:4: malformed-input: passwordHash is no hash of argon2/),
      'people.jsonl:5: without email',
      '',
    ]);
    expect(tried.err).toBe(done.err);
    expect(done.err).not.toContain('a plain password');
    expect(await auth.people.find({ externalId: '1' })).toMatchObject({ identifiers: ['ada'] });
    expect((await auth.audit.events('default', {})).events[0]?.actor).toMatchObject({ kind: 'host', id: 'the move' });
    await auth.close();
  });

  it('X43 takes a hash with a pepper by the option of the app, and refuses it with the name of the option', async () => {
    // Devise 4.8.1
    const passwordHash = '$2a$05$gacoTzUPS59NPaoBVNV6h.YNKriRB3SyHDaaPmAHhxn3ZnVKu9hjq';
    sallyport.write('people.jsonl', lines({ identifier: 'ada', ...WHOLE, passwordHash, passwordFormat: 'devise' }));
    const without = app();
    const refused = await imports();
    expect(refused).toMatchObject({ code: 1, out: '1 refused\n' });
    expect(refused.err).toMatch(/^people\.jsonl:1: malformed-input: passwordHash .* passwordHashing\.peppers\.devise /);
    const pepper = 'a pepper of the application';
    const auth = app({ passwordHashing: { memoryCost: 8, timeCost: 1, peppers: { devise: pepper } } });
    const done = await imports();
    expect(done).toMatchObject({ code: 0, out: '1 imported\n' });
    expect(JSON.stringify([refused, done])).not.toContain(pepper);
    const caller = { tenant: tenantId('default'), mode: 'token' } as const;
    const begun = await auth.signIn.begin(caller, { identifier: 'ada', password: 'correct horse battery staple' });
    expect(begun).toMatchObject({ answer: { accept: [{ method: 'totp' }] } });
    await Promise.all([without.close(), auth.close()]);
  });

  it('X22 Ctrl-C lets the lines in progress end, and tells how far the import came', async () => {
    const auth = app();
    const rows = Array.from({ length: 100 }, (_, place) => ({ identifier: `p${place}`, ...WHOLE }));
    sallyport.write('people.jsonl', lines(...rows));
    const { people } = auth;
    async function* interrupted(...asked: Parameters<typeof people.import>) {
      for await (const report of people.import(...asked)) {
        if (report.identifier === 'p3') process.emit('SIGINT');
        yield report;
      }
    }
    standsIn({ ...auth, people: { ...people, import: interrupted } });
    const broken = await imports();
    const imported = (await everybody(auth)).length;
    expect(imported).toBeGreaterThan(3);
    expect(imported).toBeLessThan(30);
    expect(broken).toEqual({
      ...{ code: 2, out: `${imported} imported\n` },
      err: `broken off after ${imported} lines. Run the command again: it goes on with the rest.\n`,
    });
    standsIn(auth);
    expect(await imports()).toMatchObject({ code: 0, out: `${imported} present, ${100 - imported} imported\n` });
    expect(await everybody(auth)).toHaveLength(100);
    await auth.close();
  });

  it('X22 changes nothing the second time, and prints each report as a line of JSON', async () => {
    const auth = app();
    sallyport.write(
      'people.jsonl',
      lines(`\uFEFF${JSON.stringify({ identifier: 'ada', ...WHOLE })}`, '', { identifier: 'ben', ...WHOLE }),
    );
    expect(await imports()).toMatchObject({ code: 0, err: '', out: '2 imported\n' });
    const before = await auth.people.list();
    const again = await imports('--json');
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(
      again.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { line: 1, outcome: 'present', identifier: 'ada' },
      { line: 3, outcome: 'present', identifier: 'ben' },
    ]);
    expect(await auth.people.list()).toEqual(before);
    sallyport.write('people.jsonl', '');
    expect(await imports()).toEqual({ code: 0, err: '', out: 'no line\n' });
    await auth.close();
  });

  it('X22 takes what the second run takes, and tells what differs and who is missing', async () => {
    const auth = app();
    const rows = ['ada', 'ben', 'cleo', 'dora'].map((identifier) => ({
      identifier,
      externalId: `${identifier} key`,
      roles: [],
      ...WHOLE,
    }));
    const [ada, ben, cleo] = rows;
    sallyport.write('people.jsonl', lines(...rows));
    const move = ['--by', 'the move'];
    expect(await imports(...move)).toMatchObject({ code: 0, out: '4 imported\n' });
    const by = hostCode('somebody');
    await auth.people.setRoles({ externalId: 'ben key' }, { roles: ['editor'], by });
    sallyport.write('people.jsonl', lines({ ...ada, disabled: true }, ben ?? {}, cleo ?? {}));

    const complete = [...move, '--complete'];
    const dry = await imports(...complete, '--dry-run');
    expect(await auth.people.find({ externalId: 'ada key' })).toMatchObject({ status: 'active' });
    const done = await imports(...complete);
    expect([dry.code, dry.err, dry.out]).toEqual([done.code, done.err, done.out]);
    expect(done.err.split('\n')).toEqual([
      'people.jsonl:1: the account takes disabled of the line',
      'people.jsonl:2: the account differs in roles',
      expect.stringMatching(/^people\.jsonl: no line names the account \S+ \(externalId dora key\): not blocked$/),
      '',
    ]);
    expect(done).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^3 present, 1 missing\n1 line differs from its account\./),
    });
    expect(done.out.replaceAll('\n', ' ')).toContain('--block-missing 1 blocks those');
    expect(widest(done.out)).toBeLessThanOrEqual(80);
    expect(await auth.people.find({ identifier: 'ada' })).toMatchObject({ status: 'blocked' });
    await auth.people.setRoles({ externalId: 'ben key' }, { roles: [], by });
    const other = await imports(...complete, '--block-missing', '2');
    expect(other.code).toBe(1);
    expect(other.err).toContain('--block-missing says 2, and 1 of the missing accounts may be blocked');
    expect(widest(other.err.slice(other.err.indexOf('--block')))).toBeLessThanOrEqual(80);
    expect(await auth.people.find({ identifier: 'dora' })).toMatchObject({ status: 'active' });
    const blocks = await imports(...complete, '--block-missing', '1');
    expect(blocks).toMatchObject({
      code: 0,
      out: '3 present, 1 missing\n',
      err: expect.stringContaining(': blocked\n'),
    });
    expect(await auth.people.find({ identifier: 'dora' })).toMatchObject({ status: 'blocked' });
    expect(await imports(...complete)).toMatchObject({ code: 0, err: '', out: '3 present\n' });
    const misspelt = await imports('--by', 'the moov', '--complete');
    expect(misspelt).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^3 present\n3 accounts are of another --by/),
    });
    expect(await imports('--complete')).toMatchObject({ code: 2, err: expect.stringContaining("needs '--by'") });
    await auth.close();
  });

  it('X22 blocks nobody who is missing after Ctrl-C, in a file of other lines, or without --complete', async () => {
    const auth = app();
    const rows = Array.from({ length: 30 }, (_, place) => ({ identifier: `p${place}`, ...WHOLE }));
    sallyport.write('people.jsonl', lines(...rows));
    await imports();
    const { people } = auth;
    async function* interrupted(...asked: Parameters<typeof people.import>) {
      for await (const report of people.import(...asked)) {
        if (report.identifier === 'p3') process.emit('SIGINT');
        yield report;
      }
    }
    standsIn({ ...auth, people: { ...people, import: interrupted } });
    const complete = ['--by', 'sallyport import', '--complete', '--block-missing', '10'];
    const broken = await imports(...complete);
    expect(broken).toMatchObject({ code: 2, err: expect.stringMatching(/^broken off after \d+ lines/) });
    // After the last line was read.
    sallyport.write('people.jsonl', lines(...rows.slice(0, 20)));
    async function* late(...asked: Parameters<typeof people.import>) {
      for await (const report of people.import(...asked)) {
        if (report.identifier === 'p19') process.emit('SIGINT');
        yield report;
      }
    }
    standsIn({ ...auth, people: { ...people, import: late } });
    expect(await imports(...complete)).toMatchObject({ code: 2, out: '20 present\n' });
    standsIn(auth);
    expect(await imports()).toMatchObject({ code: 0, out: '20 present\n' });
    sallyport.write('people.jsonl', lines(...rows.slice(0, 20), '{ "identifier": "p2'));
    const cut = await imports(...complete);
    expect(cut).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^20 present, 1 refused, 10 missing\n10 accounts of/),
    });
    expect(cut.err).toMatch(
      /^people\.jsonl:21: malformed-input: is not JSON\n(?:people\.jsonl: no line names .*: not blocked\n){10}--block-missing says 10, and 0 /,
    );
    expect(widest(cut.out)).toBeLessThanOrEqual(80);
    const { accounts } = await people.list();
    expect(accounts.filter(({ status }) => status === 'blocked')).toEqual([]);
    await auth.close();
  });

  it('X43 tells how many lines, and which, give an account to which nobody can sign in', async () => {
    const auth = app();
    sallyport.write('people.jsonl', lines({ identifier: 'ada', ...WHOLE }, { identifier: 'ben' }));
    const tried = await imports('--dry-run');
    expect(tried).toMatchObject({
      code: 0,
      err: 'people.jsonl:2: nobody can sign in to the account under the policy in force\n',
      out: expect.stringMatching(/^2 valid\n1 line gives an account to which nobody can sign in/),
    });
    expect(widest(tried.out)).toBeLessThanOrEqual(80);
    await auth.close();
  });

  it('X22 tells how many lines, and which, bring a second factor that the policy never asks for', async () => {
    const auth = app({ policy: { requiredStrength: 'single' } });
    const totp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' };
    sallyport.write(
      'people.jsonl',
      lines(
        { identifier: 'ada', passwordHash: BCRYPT, totp },
        { identifier: 'ben', passwordHash: BCRYPT },
        { identifier: 'cleo', passwordHash: BCRYPT, totp, requiredStrength: 'enhanced' },
        { identifier: 'dora', passwordHash: BCRYPT, totp, backupCodes: ['abcd-efgh'] },
      ),
    );
    const tried = await imports('--dry-run');
    expect(tried.code).toBe(0);
    expect(tried.err.split('\n')).toEqual([
      'people.jsonl:1: no sign-in with the password asks for totp',
      'people.jsonl:4: no sign-in with the password asks for totp, backupCodes',
      '',
    ]);
    expect(tried.out).toMatch(/^4 valid\n2 lines have a second factor that no sign-in/);
    expect(tried.out.replaceAll('\n', ' ')).toContain(
      'give these rows "requiredStrength": "enhanced" before the import',
    );
    expect(widest(tried.out)).toBeLessThanOrEqual(80);
    const reports = (await imports('--dry-run', '--json')).out.trim().split('\n');
    expect(reports.map((line): unknown => JSON.parse(line).notAsked)).toEqual([
      ['totp'],
      [],
      [],
      ['totp', 'backupCodes'],
    ]);
    await auth.close();
  });

  it('X22 says at which line the store failed, and goes on in the next run', async () => {
    const inner = memoryStore();
    let fails = false;
    let commits = 0;
    const auth = app({
      store: {
        ...inner,
        commit: async (change) => {
          commits += 1;
          if (fails && commits > 2) throw Object.assign(new Error('the store is gone'), { code: 'store-unavailable' });
          return inner.commit(change);
        },
      },
    });
    await auth.ready();
    sallyport.write(
      'people.jsonl',
      lines(...Array.from({ length: 5 }, (_, place) => ({ identifier: `p${place}`, ...WHOLE }))),
    );
    [fails, commits] = [true, 0];
    expect(await imports()).toEqual({ code: 2, out: '', err: 'sallyport: people.jsonl:3: the store is gone\n' });
    fails = false;
    expect(await imports()).toMatchObject({ code: 0, out: '2 present, 3 imported\n' });
    await auth.close();
  });

  it('X22 says which file or option is wrong, and runs nothing', async () => {
    app();
    sallyport.write('people.jsonl', lines({ identifier: 'ada' }));
    const asks = async (...args: readonly string[]) => (await sallyport.ask(['import', ...args])).err;
    const auth = moduleOfApp(sallyport);
    expect(await asks()).toContain('a file is missing: sallyport import PEOPLE.jsonl');
    expect(await asks('people.jsonl')).toContain('which app? Give --auth');
    expect(await asks('people.jsonl', '--auth', 'no.mjs')).toContain('no.mjs: there is no such file');
    expect(await asks('people.jsonl', '--auth', 'people.jsonl')).toContain("the app's module ends .ts");
    expect(await asks('people.jsonl', '--auth', sallyport.write('other.mjs', 'export const app = {};'))).toContain(
      "export it as the default, or as 'auth' (there is app)",
    );
    expect(await asks('people.jsonl', '--auth', sallyport.write('throws.mjs', "throw new Error('no secret');"))).toBe(
      'sallyport: throws.mjs: no secret\n',
    );
    expect(await asks('no.jsonl', '--auth', auth)).toContain('no.jsonl: cannot be opened');
    expect(await asks('people.jsonl', '--auth', auth, '--by', '')).toContain('by has 1 to 200 characters');
    expect(await asks('people.jsonl', '--auth', auth, '--block-missing', '2')).toContain("needs '--complete'");
    const complete = ['people.jsonl', '--auth', auth, '--by', 'a', '--complete'];
    for (const wrong of ['0', 'all', '-1'])
      expect(await asks(...complete, '--block-missing', wrong)).toContain('takes a number from 1');
    expect(await asks('people.jsonl', '--auth', auth, '--dryrun')).toContain("did you mean '--dry-run'?");
  });
});
