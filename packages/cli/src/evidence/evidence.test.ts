import { hostCode, type SallyportOptions } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { type TestSallyport, testSallyport } from '@sallyport/testing';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { moduleOfApp, standsIn } from '../app/app.test-support.ts';
import { install, unwrapped, widest } from '../installed.test-support.ts';
import type { EvidenceReport } from './report.ts';

const sallyport = install();
afterEach(() => vi.unstubAllGlobals());

const by = hostCode('hr');
const silent = { warn: () => {}, error: () => {} };

/** The clock begins at 1 January 2030, 9:00 UTC. */
async function world(options: Partial<SallyportOptions> = {}): Promise<TestSallyport> {
  const { sendMail: _, clock: __, secrets: ___, origin: ____, ...rest } = options;
  const made = await testSallyport({
    ...{ store: memoryStore(), policy: { administrators: {} }, previewThreats: false, logger: silent },
    ...rest,
  });
  standsIn(made.auth);
  return made;
}

const who = (on: string, ...more: readonly string[]) =>
  sallyport.ask([
    'evidence',
    'who',
    '--without',
    'second-factor',
    '--on',
    on,
    '--auth',
    moduleOfApp(sallyport),
    ...more,
  ]);

async function reportOf(on: string): Promise<EvidenceReport> {
  const { out, err } = await who(on, '--json');
  expect(err).toBe('');
  return JSON.parse(out);
}

const namesOf = (people: EvidenceReport['without']) => people.map(({ identifiers }) => identifiers.join());

describe('sallyport evidence who', () => {
  it('X18 tells who had no second factor at the end of a day, and who signed in, whatever they set up or removed since', async () => {
    const { auth, accountWith, signIn, clock } = await world();
    const [ada, ben, eve] = [
      await accountWith({ identifier: 'ada@example.org', factors: ['password', 'email'] }),
      await accountWith({ identifier: 'ben@example.org', factors: ['password', 'email', 'totp'] }),
      await accountWith({ identifier: 'eve@example.org', factors: ['password', 'email', 'passkey'] }),
    ];
    await accountWith({ identifier: 'ida@example.org', factors: ['password', 'email'] });
    await auth.people.block({ identifier: 'ida@example.org' }, { reason: 'an investigation', by });
    await signIn(ada);
    clock.advance('1d');
    await auth.people.unblock({ identifier: 'ida@example.org' }, { by });
    await auth.people.resetTwoStep({ identifier: 'ben@example.org' }, { by });
    await auth.people.resetPasskeys({ identifier: 'eve@example.org' }, { by });
    await accountWith({ identifier: 'zoe@example.org', factors: ['password', 'email'] });
    expect([ben, eve]).toHaveLength(2);
    const { caller } = await signIn(ada);
    const options = await auth.enroll.passkeyOptions(caller);
    if ('refused' in options) throw new Error(options.refused);
    const response = await createAuthenticator().create({ ...options, extensions: {} }, { origin: auth.origin });
    expect(await auth.enroll.passkey(caller, { response })).not.toHaveProperty('refused');
    clock.advance('1d');

    const first = await reportOf('2030-01-01');
    expect(first).toMatchObject({
      ...{ version: 1, on: '2030-01-01', unsure: [] },
      counts: { with: 2, without: 1, unsure: 0, blocked: 1, deleted: 0 },
    });
    expect(namesOf(first.without)).toEqual(['ada@example.org']);
    expect(first.without[0]?.signIns['baseline']).toBeGreaterThan(0);
    const second = await reportOf('2030-01-02');
    expect(second.counts).toEqual({ with: 1, without: 4, unsure: 0, blocked: 0, deleted: 0 });
    expect(namesOf(second.without)).toEqual(['ben', 'eve', 'ida', 'zoe'].map((name) => `${name}@example.org`));
    expect(second.without[0]?.signIns).toEqual({});

    const { code, out } = await who('2030-01-01');
    expect(code).toBe(0);
    expect(widest(out)).toBeLessThanOrEqual(80);
    const text = unwrapped(out);
    expect(text).toContain('At the end of 2030-01-01 (UTC), 3 accounts were open to sign-ins. 2 had a second factor');
    expect(text).toContain('1 had none.');
    expect(text).toMatch(/ada@example\.org: signed in that day: \d at baseline/);
    expect(text).toContain("required 'baseline' of everybody");
    expect(text).toMatch(/The log has every event from 2028-11-\d\dT/);
    await auth.close();
  });

  it('X18 counts people who are deleted since, by what the log says of them', async () => {
    const { auth, accountWith, clock } = await world();
    await accountWith({ identifier: 'ada@example.org', factors: ['password', 'email', 'totp'] });
    await accountWith({ identifier: 'ben@example.org', factors: ['password', 'email'] });
    clock.advance('1d');
    for (const identifier of ['ada@example.org', 'ben@example.org']) await auth.people.delete({ identifier }, { by });
    clock.advance('1d');
    const report = await reportOf('2030-01-01');
    expect(report.counts).toEqual({ with: 1, without: 1, unsure: 0, blocked: 0, deleted: 2 });
    expect(namesOf(report.without)).toEqual(['']);
    expect((await reportOf('2030-01-02')).counts).toMatchObject({ with: 0, without: 0 });
    expect(unwrapped((await who('2030-01-01')).out)).toContain('deleted account ');
    await auth.close();
  });

  it('says of whom the log does not know, and from which day on it has every event', async () => {
    const { auth, accountWith, clock, signIn } = await world({ eventRetention: { others: '10d' } });
    const ada = await accountWith({ identifier: 'ada@example.org', factors: ['password', 'email', 'totp'] });
    clock.advance('20d');
    await auth.runBackgroundWork();
    // The event of the set-up is gone, and the reset does not say what it took.
    await signIn(ada);
    clock.advance('1d');
    await auth.people.resetTwoStep({ identifier: 'ada@example.org' }, { by });
    clock.advance('1d');
    const early = await who('2030-01-05');
    expect(early).toMatchObject({ code: 1, out: '' });
    expect(early.err).toMatch(/^The log has every event from 2030-01-13T\S+ on, and cannot tell of 2030-01-05\.\n$/);
    const report = await reportOf('2030-01-15');
    expect(report).toMatchObject({ counts: { with: 0, without: 0, unsure: 1 }, logFrom: expect.any(String) });
    expect(report.unsure[0]).toMatchObject({ identifiers: ['ada@example.org'], unsure: ['totp', 'other'] });
    const { code, out } = await who('2030-01-15');
    expect(code).toBe(1);
    expect(unwrapped(out)).toContain('Of 1 account the log does not say: ada@example.org');
    await auth.close();
  });

  it.each([
    [['evidence'], 'evidence of what?'],
    [['evidence', 'whom'], "did you mean 'who'?"],
    [['evidence', 'who'], 'without what?'],
    [['evidence', 'who', '--without', 'password'], "there is no --without 'password'"],
    [['evidence', 'who', '--without', 'second-factor'], 'on which day?'],
    [['evidence', 'who', '--without', 'second-factor', '--on', '2026-02-30'], "not '2026-02-30'"],
    [['evidence', 'who', '--without', 'second-factor', '--on', '2026-03-03'], 'which app?'],
  ])('%j is wrong usage', async (args, said) => {
    const { code, err } = await sallyport.ask(args);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  it('tells of no day that is not over', async () => {
    const { auth } = await world();
    expect(await who('2030-01-01')).toMatchObject({ code: 2, err: expect.stringContaining('is not over yet') });
    await auth.close();
  });
});
