import type { PolicyInput } from '@sallyport/core';
import type { Policies } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { app, moduleOfApp, standsIn } from '../app/app.test-support.ts';
import { install, unwrapped, widest } from '../installed.test-support.ts';
import { differences } from './differences.ts';
import type { Governing } from './governing.ts';

const sallyport = install();
/** With few methods the analysis has few sign-ins to search. */
const FIRST = {
  administrators: { policy: ['super-admin'], people: ['admin'] },
  requiredStrength: 'baseline',
  methods: ['password'] as const,
};
const ENHANCED = { ...FIRST, requiredStrength: 'enhanced' };

const asks = (...args: readonly string[]) => sallyport.ask(['policy', ...args, '--auth', moduleOfApp(sallyport)]);

/** An app under the policy, with a policy administrator who signs in by password and mailbox. */
async function governed(policy: object = FIRST) {
  const auth = app({ policy: policy as PolicyInput<string> });
  await auth.ready();
  const person = { by: hostCode('test'), password: 'some long words for a password' };
  await auth.people.create({ identifier: 'root', email: 'root@example.org', roles: ['super-admin'], ...person });
  await auth.people.create({ identifier: 'ada', ...person });
  return auth satisfies Governing;
}

afterEach(() => vi.unstubAllGlobals());

describe('sallyport policy', () => {
  it('X25 N5 sets the policy of a file, with the findings and the numbers of accounts, as the next version', async () => {
    const auth = await governed({ ...FIRST, requiredStrength: 'single' });
    sallyport.write('next.json', FIRST);
    const set = await asks('set', 'next.json', '--by', 'ticket 42', '--note', 'people have mailboxes');
    expect(set).toMatchObject({ code: 0, err: '' });
    expect(set.out).toContain('- requiredStrength is baseline, and was single');
    expect(set.out).toContain('1 sign in as before, 0 must set up a factor, 1 cannot sign in alone (1 of');
    expect(set.out).toMatch(/^Cannot sign in alone: .*\n(.+\n)*? {2}- ada$/m);
    expect(set.out).toContain('Version 2 is in force.');
    expect(widest(set.out)).toBeLessThanOrEqual(80);
    const current = await auth.policy.current('default');
    expect(current).toMatchObject({
      ...{ version: 2, changedBy: 'host:ticket 42', policy: FIRST, note: 'people have mailboxes' },
    });
    const again = await asks('set', 'next.json');
    expect(again).toMatchObject({ code: 0, out: 'The policy is in force already, as version 2.\n' });
    expect(await auth.policy.current('default')).toEqual(current);
  });

  it('X25 N5 tells before a change which rules demand less, which session limits follow, and what open sessions do', async () => {
    await governed();
    sallyport.write('stricter.json', ENHANCED);
    const stricter = await asks('preview', 'stricter.json');
    expect(stricter.out).toContain(
      'Session limits\n  - session: idle 30d, absolute 30d → idle 1h, absolute 24h (follows',
    );
    expect(stricter.out).toContain(
      'Open sessions\nOpen sessions go on until their own limits: of people without a role',
    );
    expect(stricter.out).not.toContain('Rules that demand less');
    sallyport.write('weaker.json', { ...FIRST, requiredStrength: 'single' });
    for (const command of ['preview', 'set']) {
      const weaker = await asks(command, 'weaker.json');
      expect(weaker.out).toContain('Rules that demand less\n  - requiredStrength: baseline → single (weaker)');
      expect(weaker.out).not.toContain('Open sessions');
      expect(widest(weaker.out)).toBeLessThanOrEqual(80);
      if (command === 'preview')
        expect(JSON.parse((await asks(command, 'weaker.json', '--json')).out).weaker).toHaveLength(1);
    }
  });

  it('X25 never puts the policy of its checkout in force', async () => {
    const store = memoryStore();
    await app({ store, policy: FIRST as PolicyInput<string>, policySource: 'code', policyRelease: '7' }).ready();
    const warnings: unknown[] = [];
    const checkout = {
      store,
      policySource: 'code' as const,
      logger: { warn: (...all: unknown[]) => void warnings.push(all), error: () => {} },
    };
    for (const policyRelease of [undefined, '8']) {
      const auth = app({ ...checkout, policy: { ...ENHANCED, administrators: {} }, policyRelease });
      expect(JSON.parse((await asks('show')).out)).toEqual(FIRST);
      expect(await auth.policy.current('default')).toMatchObject({ version: 1, policy: FIRST });
    }
    expect(JSON.stringify(warnings)).toContain('policy-not-deployed');
  });

  it('X25 shows the policy in force as a file that can be set, with its version, author and time on stderr', async () => {
    const auth = await governed();
    const shown = await asks('show');
    expect(JSON.parse(shown.out)).toEqual(FIRST);
    expect(shown.err).toMatch(/^version 1, set by the policy in the code of the app on 20\d\d-.*Z\n$/);
    sallyport.write('shown.json', shown.out);
    expect((await asks('set', 'shown.json')).out).toContain('in force already, as version 1');
    await auth.policy.set('default', ENHANCED, { ifVersion: 1, by: hostCode('deployment 42') });
    const asJson = await asks('show', '--json');
    expect(JSON.parse(asJson.out)).toMatchObject({
      ...{ version: 1, policyVersion: 2, changedBy: 'host:deployment 42', policy: ENHANCED },
    });
  });

  it('X25 shows the policy of an earlier version, which `set` takes to go back', async () => {
    const auth = await governed();
    for (let version = 1; version <= 55; version++)
      await auth.policy.set('default', version % 2 === 0 ? FIRST : ENHANCED, {
        ifVersion: version,
        by: hostCode('test'),
      });
    const shown = await asks('show', '--version', '2');
    expect(JSON.parse(shown.out)).toEqual(ENHANCED);
    expect(shown.err).toMatch(/^version 2, set by test on 20\d\d-.*Z\n$/);
    const { out } = await asks('show', '--version', '3', '--json');
    expect(JSON.parse(out)).toMatchObject({ version: 1, policyVersion: 3, changedBy: 'host:test', policy: FIRST });
    await auth.policy.set('default', FIRST, { ifVersion: 56, by: hostCode('test') });
    sallyport.write('old.json', shown.out);
    expect((await asks('set', 'old.json')).out).toContain('Version 58 is in force.');
    expect((await auth.policy.current('default')).policy).toEqual(ENHANCED);
    for (const missing of ['0', '59'])
      expect(await asks('show', '--version', missing)).toMatchObject({
        ...{ code: 2, out: '', err: `sallyport: there is no version ${missing} of the policy: 'history' has them\n` },
      });
    expect((await asks('show', '--version', 'old')).err).toContain("'--version' is a number");
    expect((await asks('history', '--version', '2')).err).toContain(
      "'--version' is an option of 'sallyport policy show'",
    );
  });

  it('X25 tells when, who and what changed in each version, the newest first', async () => {
    const auth = await governed();
    const roles = { admin: { methods: ['password'] } };
    await auth.policy.set('default', ENHANCED, { ifVersion: 1, by: hostCode('deployment 42') });
    await auth.policy.set(
      'default',
      { ...ENHANCED, roles },
      { ifVersion: 2, by: hostCode('deployment 43'), note: 'an audit asked for it, ticket 7' },
    );
    const told = await asks('history');
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(told.out.replaceAll(/20\d\d-\S+Z/g, 'WHEN')).toBe(
      [
        '3  WHEN  deployment 43',
        '  "an audit asked for it, ticket 7"',
        '  - roles is new: {"admin":{"methods":["password"]}}',
        '2  WHEN  deployment 42',
        '  - requiredStrength is enhanced, and was baseline',
        '1  WHEN  the policy in the code of the app',
        '  - the first version',
        '',
      ].join('\n'),
    );
    const lines = (await asks('history', '--json')).out.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { version: 3, note: 'an audit asked for it, ticket 7' },
      { version: 2 },
      { version: 1 },
    ]);
  });

  it('X25 has each version once, over the pages of a long history', async () => {
    const auth = await governed();
    for (let version = 1; version <= 60; version++)
      await auth.policy.set('default', version % 2 === 0 ? FIRST : ENHANCED, {
        ifVersion: version,
        by: hostCode('test'),
      });
    const lines = (await asks('history', '--json')).out.trim().split('\n');
    const versions = lines.map((line): { version: number; changes?: readonly string[] } => JSON.parse(line));
    expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: 61 }, (_, place) => 61 - place));
    expect(versions.map(({ changes }) => changes?.length)).toEqual([...Array.from({ length: 60 }, () => 1), undefined]);
  });

  it('X25 N5 previews a policy against the store: the numbers, every account by name if asked, and changes nothing', async () => {
    const auth = await governed({ ...FIRST, requiredStrength: 'single' });
    const person = { by: hostCode('test'), password: 'some long words for a password' };
    for (let place = 0; place < 105; place++) await auth.people.create({ identifier: `p${place}`, ...person });
    sallyport.write('next.json', FIRST);
    const before = await auth.policy.current('default');
    const counted = await asks('preview', 'next.json');
    expect(counted).toMatchObject({ code: 0, err: '' });
    expect(counted.out).toContain('- requiredStrength is baseline, and was single');
    expect(counted.out).toContain('1 sign in as before, 0 must set up a factor, 106 cannot sign in alone (106 of');
    expect(counted.out).toContain('With --names, preview lists these accounts.');
    expect(counted.out).not.toMatch(/ada|p7/);
    const named = await asks('preview', 'next.json', '--names');
    // The reason of all 106 stands once.
    expect(named.out.match(/^Cannot sign in alone: /gm)).toHaveLength(1);
    expect(named.out.match(/^ {2}- (ada|p\d+)$/gm)).toHaveLength(106);
    expect(widest(named.out)).toBeLessThanOrEqual(80);
    const json = async (...more: readonly string[]) =>
      JSON.parse((await asks('preview', 'next.json', '--json', ...more)).out);
    expect((await json()).accounts).toMatchObject({ stranded: 106, newlyStranded: 106, accounts: [] });
    const { accounts, policyVersion } = await json('--names');
    expect(policyVersion).toBe(1);
    expect(accounts.accounts).toHaveLength(106);
    expect(accounts.accounts).toContainEqual(
      expect.objectContaining({ identifier: 'ada', impact: 'stranded', because: expect.any(Array) }),
    );
    expect(accounts).not.toHaveProperty('next');
    const limited = await asks('preview', 'next.json', '--max-stranded', '3');
    expect(limited.code).toBe(1);
    expect(limited.err).toBe('refused: the change strands 106 accounts, and --max-stranded allows 3.\n');
    sallyport.write('unknown.json', { ...FIRST, providers: { corp: {} } });
    expect(await asks('preview', 'unknown.json')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no provider'),
    });
    expect(await auth.policy.current('default')).toEqual(before);
  });

  it('N5 X42 counts whom a date strands, and says the date', async () => {
    const auth = await governed({ ...FIRST, requiredStrength: 'single' });
    const person = { by: hostCode('test'), password: 'some long words for a password' };
    await auth.people.create({ identifier: 'ben', ...person });
    sallyport.write('dated.json', {
      ...{ ...FIRST, requiredStrength: 'single' },
      later: [{ from: '2099-01-10T00:00:00Z', requiredStrength: 'baseline' }],
    });
    const told = 'he change strands 2 accounts from 2099-01-10T00:00:00.000Z on';
    const allowed = await asks('preview', 'dated.json', '--max-stranded', '2');
    expect(allowed).toMatchObject({ code: 0, err: '' });
    expect(unwrapped(allowed.out)).toContain(`0 cannot sign in alone. From 2099`);
    expect(unwrapped(allowed.out)).toContain(`T${told}.`);
    expect(await asks('preview', 'dated.json', '--max-stranded', '1')).toMatchObject({
      ...{ code: 1, err: `refused: t${told}, and --max-stranded allows 1.\n` },
    });
  });

  it('N5 refuses more stranded accounts than allowed, a lost administration and an invalid policy, and changes nothing', async () => {
    const auth = await governed({ ...FIRST, requiredStrength: 'single' });
    sallyport.write('next.json', FIRST);
    const before = await auth.policy.current('default');
    const refused = await asks('set', 'next.json', '--max-stranded', '0');
    expect(refused.code).toBe(1);
    expect(refused.err).toBe('refused: the change strands 1 account, and --max-stranded allows 0.\n');
    sallyport.write('lost.json', { ...FIRST, administrators: { policy: ['nobody'] } });
    expect(await asks('set', 'lost.json')).toMatchObject({
      ...{ code: 1, err: 'refused: nobody could change the policy afterwards.\n' },
    });
    sallyport.write('bad.json', { requiredStrength: 'high' });
    expect((await asks('set', 'bad.json')).code).toBe(1);
    sallyport.write('sms.json', { ...FIRST, providers: { corp: {} } });
    const unknown = await asks('set', 'sms.json', '--json');
    expect(JSON.parse(unknown.out)).toMatchObject({
      ...{ version: 1, outcome: 'refused', because: "policy.providers.corp the host brings no provider 'corp'." },
    });
    expect(await auth.policy.current('default')).toEqual(before);
    expect((await asks('set', 'next.json', '--max-stranded', '1')).code).toBe(0);
  });

  it('X25 refuses a change beside a change of somebody else', async () => {
    const auth = await governed();
    sallyport.write('next.json', ENHANCED);
    const other = await asks('set', 'next.json', '--if-version', '7');
    expect(other.err).toMatch(
      /^refused: version 1, set by the policy in the code .*, is in force, and not version 7\.\n$/,
    );
    const meanwhile = { ...FIRST, recentProof: '10m' };
    const preview: Policies['preview'] = async (tenant, policy, asked) => {
      await auth.policy.set('default', meanwhile, { ifVersion: 1, by: hostCode('a colleague') });
      return auth.policy.preview(tenant, policy, asked);
    };
    standsIn({ ...auth, policy: { ...auth.policy, preview } });
    const raced = await asks('set', 'next.json');
    expect(raced.code).toBe(1);
    expect(raced.err).toContain('somebody changed the policy meanwhile. In force is version 2, set by a colleague on');
    expect((await auth.policy.current('default')).policy).toEqual(meanwhile);
  });

  it('says which argument is wrong', async () => {
    await governed();
    expect((await asks()).err).toContain('sallyport policy show, preview, set, shadow, end-shadow or history?');
    expect((await asks('shwo')).err).toContain("there is no action 'shwo'; did you mean 'show'?");
    expect((await asks('set')).err).toContain('a file is missing: sallyport policy set POLICY --auth FILE');
    expect((await asks('show', '--max-stranded', '-1')).code).toBe(2);
    expect((await asks('set', 'next.json', '--max-stranded', 'few')).err).toContain("'--max-stranded' is a number");
    expect((await asks('show', '--tenant', 'north')).err).toContain("There is no tenant 'north'");
  });
});

describe('the words for a change of a policy', () => {
  it.each([
    [{ a: 1 }, { a: 1 }, []],
    [{ methods: ['password', 'ldap'] }, { methods: ['sso', 'password'] }, ['methods gains sso and loses ldap']],
    [{ methods: ['a', 'b'] }, { methods: ['b', 'a'] }, []],
    [{ session: { idle: '1h' } }, {}, ['session is gone, and was {"idle":"1h"}']],
    [
      { session: { idle: '1h', most: 3 } },
      { session: { idle: '5m' } },
      ['session.idle is 5m, and was 1h', 'session.most is gone, and was 3'],
    ],
    [
      { onTighten: 'revoke' },
      { onTighten: { after: '7d', then: 'revoke' } },
      ['onTighten is {"after":"7d","then":"revoke"}, and was revoke'],
    ],
  ])('%j to %j', (before, after, words) => {
    expect(differences(before, after)).toEqual(words);
  });
});
