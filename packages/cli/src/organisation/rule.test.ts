import type { PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal, type Sallyport } from '@sallyport/engine';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { app, moduleOfApp, standsIn } from '../app/app.test-support.ts';
import { install, unwrapped, widest } from '../installed.test-support.ts';

const sallyport = install();
const BY = hostCode('test');
const POLICY = {
  requiredStrength: 'single',
  organisations: { roles: { owner: {}, finance: {} }, administrators: { rule: ['owner'] } },
} as const;
const FUTURE = '2100-01-01T00:00:00.000Z';

const asks = (...args: readonly string[]) => sallyport.ask(['organisation', ...args, '--auth', moduleOfApp(sallyport)]);

/** Acme with the owner ada, who has a mailbox too, and members who have a password alone. */
async function ruled(members = 1, policy: PolicyInput<string> = POLICY): Promise<Sallyport> {
  const auth = app({ policy });
  await auth.ready();
  const password = 'some long words for a password';
  await auth.people.create({ identifier: 'ada', email: 'ada@example.org', password, by: BY });
  await auth.organisations.create({ id: 'acme', by: BY });
  await auth.organisations.members.set('acme', { identifier: 'ada' }, { roles: ['owner'], by: BY });
  for (let n = 0; n < members; n++) {
    await auth.people.create({ identifier: `bob-${n}`, password, by: BY });
    await auth.organisations.members.set('acme', { identifier: `bob-${n}` }, { roles: ['finance'], by: BY });
  }
  return auth;
}

async function inForce(auth: Sallyport): Promise<readonly [number, object]> {
  const view = await auth.organisations.rule('acme');
  if (isRefusal(view)) throw new Error(view.refused);
  return [view.version, view.rule];
}

afterEach(() => vi.unstubAllGlobals());

describe('sallyport organisation rule', () => {
  it('X41 tells who could not enter any more, and puts the rule in force', async () => {
    const auth = await ruled();
    sallyport.write('baseline.json', { requiredStrength: 'baseline' });
    const preview = await asks('rule', 'acme', 'baseline.json', '--preview');
    expect(preview).toMatchObject({ code: 0, err: '' });
    expect(preview.out).toMatch(
      /^Now 1 can enter, 0 must set up a factor, 1 cannot enter\.\nCannot enter: The organisation 'acme' requires the strength 'baseline': (.|\n)*\n {2}- bob-0\n$/,
    );
    expect(widest(preview.out)).toBeLessThanOrEqual(80);
    expect(await inForce(auth)).toEqual([1, {}]);
    const set = await asks('rule', 'acme', 'baseline.json', '--by', 'ticket 42');
    expect(set).toEqual({ code: 0, err: '', out: `${preview.out}Version 2 of the rule is in force.\n` });
    expect(await inForce(auth)).toEqual([2, { requiredStrength: 'baseline' }]);
    expect((await auth.audit.events('default')).events[0]).toMatchObject({
      ...{ type: 'organisation.changed', actor: { kind: 'host', id: 'ticket 42' } },
    });
    expect((await asks('rule', 'acme', 'baseline.json')).out).toBe('The rule is in force already, as version 2.\n');
    expect(await inForce(auth)).toEqual([2, { requiredStrength: 'baseline' }]);
  });

  it('X41 tells it from each date of the rule on', async () => {
    const auth = await ruled();
    sallyport.write('later.json', { later: [{ from: FUTURE, requiredStrength: 'enhanced' }] });
    const { out } = await asks('rule', 'acme', 'later.json', '--preview');
    expect(unwrapped(out)).toContain(
      `Now 2 can enter, 0 must set up a factor, 0 cannot enter. From ${FUTURE} on 0 can enter, 1 must set up a factor, 1 cannot enter.`,
    );
    const impact = await auth.organisations.preview('acme', {
      later: [{ from: FUTURE, requiredStrength: 'enhanced' }],
    });
    expect(JSON.parse((await asks('rule', 'acme', 'later.json', '--preview', '--json')).out)).toEqual(impact);
  });

  it('X41 names the first ten, and with --names the members of every page', async () => {
    await ruled(103);
    sallyport.write('baseline.json', { requiredStrength: 'baseline' });
    const preview = async (...more: readonly string[]) =>
      (await asks('rule', 'acme', 'baseline.json', '--preview', ...more)).out;
    const first = (await preview()).trimEnd().split('\n');
    expect(first.filter((line) => line.startsWith('  - bob-'))).toHaveLength(10);
    expect(first.at(-1)).toBe('  - and 93 more: --names lists them');
    const all = (await preview('--names')).split('\n').filter((line) => line.startsWith('  - bob-'));
    expect(new Set(all).size).toBe(103);
    const json = JSON.parse(await preview('--names', '--json'));
    expect([json.members.length, json.next, json.cannot]).toEqual([103, undefined, 103]);
    expect(JSON.parse(await preview('--json')).members).toHaveLength(100);
  });

  it('X41 refuses a rule under which no owner could enter, unless the operator forces it', async () => {
    const auth = await ruled();
    await auth.organisations.members.set('acme', { identifier: 'bob-0' }, { roles: ['owner'], by: BY });
    await auth.organisations.members.remove('acme', { identifier: 'ada' }, { by: BY });
    sallyport.write('nobody.json', { requiredStrength: 'baseline' });
    const refused = await asks('rule', 'acme', 'nobody.json');
    expect(refused.code).toBe(1);
    expect(unwrapped(refused.out)).toContain('No owner could enter, now or from the last date on.');
    expect(unwrapped(refused.err)).toContain('refused: no owner could enter the organisation afterwards: --force');
    expect(await inForce(auth)).toEqual([1, {}]);
    expect(await asks('rule', 'acme', 'nobody.json', '--force')).toMatchObject({ code: 0, err: '' });
    expect((await inForce(auth))[0]).toBe(2);
  });

  it('X41 says that a member is blocked', async () => {
    const auth = await ruled();
    await auth.people.block({ identifier: 'bob-0' }, { reason: 'left', by: BY });
    sallyport.write('same.json', { proofsWithin: '8h' });
    const { out } = await asks('rule', 'acme', 'same.json', '--preview');
    expect(out).toContain('Cannot enter: the account is blocked.\n  - bob-0\n');
  });

  it('X41 prints the rule as a file that it takes, and an earlier version', async () => {
    const auth = await ruled();
    const rule = { requiredStrength: 'baseline' };
    await auth.organisations.setRule('acme', rule, { ifVersion: 1, by: BY });
    const shown = await asks('rule', 'acme');
    expect(JSON.parse(shown.out)).toEqual(rule);
    expect(shown.err).toMatch(/^version 2, set by test on 20\S+Z\n$/);
    sallyport.write('again.json', shown.out);
    expect((await asks('rule', 'acme', 'again.json')).out).toContain('in force already, as version 2');
    expect((await asks('rule', 'acme', '--version', '1')).out).toBe('{}\n');
    expect((await asks('rule', 'acme', '--version', '1', '--json')).out).toContain('"version": 1');
    expect(await asks('rule', 'acme', '--version', '3')).toEqual({
      ...{ code: 1, out: '', err: 'refused: acme has no version 3\n' },
    });
  });

  it('X41 changes nothing if another version is in force, or comes in force meanwhile', async () => {
    const auth = await ruled();
    sallyport.write('baseline.json', { requiredStrength: 'baseline' });
    const stale = await asks('rule', 'acme', 'baseline.json', '--if-version', '7');
    expect(stale).toMatchObject({ code: 1, out: '' });
    expect(unwrapped(stale.err)).toContain('refused: version 1, set by test on');
    expect(unwrapped(stale.err)).toContain('is in force, and not version 7');
    const { preview } = auth.organisations;
    standsIn({
      ...auth,
      organisations: {
        ...auth.organisations,
        preview: async (...asked: Parameters<typeof preview>) => {
          await auth.organisations.setRule('acme', { proofsWithin: '8h' }, { ifVersion: 1, by: BY });
          return preview(...asked);
        },
      },
    });
    const beside = await asks('rule', 'acme', 'baseline.json');
    expect(beside.code).toBe(1);
    expect(unwrapped(beside.err)).toBe('refused: somebody changed the organisation meanwhile: run the command again ');
    expect(await inForce(auth)).toEqual([2, { proofsWithin: '8h' }]);
  });

  it.each([
    ['text.json', 'no rule', 2, 'text.json: is not JSON'],
    ['empty.json', '', 2, 'empty.json: is not JSON'],
    ['half.json', '{ "requiredStrength": ', 2, 'half.json: is not JSON'],
    ['huge.json', ' '.repeat(1_000_001), 2, 'huge.json: has more than 1 MB, and no rule is as long'],
    ['deep.json', `${'['.repeat(400_000)}${']'.repeat(400_000)}`, 1, 'refused: '],
    ['deep-member.json', `${'{"roles":'.repeat(90_000)}1${'}'.repeat(90_000)}`, 1, 'refused: '],
    ['null.json', 'null', 1, 'refused: rule'],
    ['list.json', '[]', 1, 'refused: rule'],
    ['number.json', '7', 1, 'refused: rule'],
    ['rule.ts', 'export default {};', 2, 'rule.ts: a rule is in a file that ends .json'],
    ['strength.json', '{ "requiredStrength": "enhancd" }', 1, "did you mean 'enhanced'?"],
    ['policy.json', '{ "administrators": { "policy": ["root"] } }', 1, 'refused: rule.administrators'],
    ['proto.json', '{ "__proto__": { "requiredStrength": "single" } }', 1, 'refused: rule'],
    ['future.json', `{ "proofsAfter": "${FUTURE}" }`, 1, 'refused: rule.proofsAfter is in the future'],
  ])('X41 %s is no rule: says so, and changes nothing', async (name, text, code, words) => {
    const auth = await ruled(0);
    sallyport.write(name, text);
    for (const more of [[], ['--preview']]) {
      const answer = await asks('rule', 'acme', name, ...more);
      expect({ code: answer.code, out: answer.out }).toEqual({ code, out: '' });
      expect(unwrapped(answer.err)).toContain(words);
      expect(answer.err.length).toBeLessThan(2_000);
    }
    expect(await inForce(auth)).toEqual([1, {}]);
  });

  it('X41 says that there is no such file, or that it is none', async () => {
    await ruled(0);
    sallyport.write('folder.json/inside.json', '{}');
    expect((await asks('rule', 'acme', 'none.json')).err).toContain('none.json: there is no such file');
    expect((await asks('rule', 'acme', 'folder.json')).err).toContain('folder.json: is no file');
  });

  it('X41 says of the rule in force that it fits the policy no more', async () => {
    for (const more of [{}, { memberRoles: () => ['owner'] }]) {
      const auth = app({ policy: { ...POLICY, strengths: { own: { anyOf: [[{ method: 'passkey' }]] } } }, ...more });
      await auth.ready();
      await auth.organisations.create({ id: 'acme', rule: { requiredStrength: 'own' }, by: BY });
      const { version } = await auth.policy.current('default');
      await auth.policy.set('default', POLICY, { ifVersion: version, by: BY });
      sallyport.write('same.json', { requiredStrength: 'own' });
      for (const json of [[], ['--json']]) {
        const answer = await asks('rule', 'acme', 'same.json', ...json);
        expect(answer.code).toBe(1);
        expect(unwrapped(answer.err)).toContain("refused: rule.requiredStrength there is no strength named 'own'");
      }
      expect((await inForce(auth))[0]).toBe(1);
    }
  });

  it('X41 takes a rule for the same whose members in force are undefined where the file has none', async () => {
    const auth = await ruled(0);
    const { organisations } = auth;
    const rule = async () => {
      const found = await organisations.rule('acme');
      return { ...found, rule: Object.assign(Object.create(null), { proofsWithin: undefined }) };
    };
    standsIn({ ...auth, organisations: { ...organisations, rule } });
    sallyport.write('same.json', {});
    expect((await asks('rule', 'acme', 'same.json')).out).toBe('The rule is in force already, as version 1.\n');
    expect((await inForce(auth))[0]).toBe(1);
  });

  it('X41 prints no control character of a role', async () => {
    const { organisations } = POLICY;
    const red = 'a\u009B31m';
    const auth = await ruled(0, { ...POLICY, organisations: { ...organisations, roles: { owner: {}, [red]: {} } } });
    await auth.organisations.setRule('acme', { roles: { [red]: { proofsWithin: '8h' } } }, { ifVersion: 1, by: BY });
    for (const args of [
      ['rule', 'acme'],
      ['rule', 'acme', '--json'],
      ['show', 'acme'],
      ['list', '--json'],
    ]) {
      const { out } = await asks(...args);
      expect(out).not.toContain('\u009B');
      expect(out).toContain('a\\u009b31m');
    }
    expect(JSON.parse((await asks('rule', 'acme')).out)).toEqual({ roles: { [red]: { proofsWithin: '8h' } } });
  });

  it('X41 takes an id that begins with a dash, and prints no control character of a name', async () => {
    const auth = await ruled(0);
    await auth.organisations.create({ id: '-a', name: 'Dash', by: BY });
    const made = await sallyport.ask(['organisation', 'show', '--auth', moduleOfApp(sallyport), '--', '-a']);
    expect(made).toMatchObject({ code: 0, err: '' });
    const red = '\u001B[31mred';
    for (const args of [
      ['show', red],
      ['remove-member', 'acme', red],
      ['members', 'acme', '--role', red],
    ]) {
      const { out, err } = await asks(...args);
      expect(`${out}${err}`).not.toContain('\u001B');
    }
  });
});
