import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { install, told, unwrapped, widest } from '../installed.test-support.ts';

const sallyport = install();
const administrators = { policy: ['super-admin'], people: ['admin'] };
const old = sallyport.write('plain.json', { administrators });
const next = sallyport.write('dated.json', {
  administrators,
  roles: { clerk: { later: [{ from: '2099-01-10T00:00:00Z', methods: ['passkey'] }] } },
  methods: ['password', 'sso'],
  later: [{ from: '2098-12-15T00:00:00Z', requiredStrength: 'enhanced' }],
});
const begun = sallyport.write('begun.json', {
  administrators,
  later: [{ from: '2020-01-01T00:00:00Z', requiredStrength: 'enhanced' }],
});
const accounts = sallyport.write(
  'accounts.ndjson',
  [
    { id: 'ada', roles: ['super-admin'], factors: { password: 'independent', totp: true } },
    { id: 'ben', roles: [], factors: { password: 'independent', mailDomain: 'x.org' } },
  ]
    .map((account) => JSON.stringify(account))
    .join('\n'),
);
const few = [
  '--host',
  sallyport.write('few.json', { methods: ['password', 'email-code', 'totp', 'sso', 'passkey'], providers: ['corp'] }),
];
const asked = ['--factors', 'password,email', '--proved', 'password,email-code'];

describe('X42 the command line', () => {
  it('checks each date, and names the date of a finding', async () => {
    const { out } = await told('check', join(sallyport.folder, next));
    expect(unwrapped(out)).toMatch(/From 2099-01-10 on: Whoever holds the role 'clerk'|From 2099-01-10 on: .*clerk/);
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  it('explains by the rules that have begun by now, or on a date', async () => {
    const outcomeOf = async (file: string, ...more: string[]) =>
      (await told('explain', join(sallyport.folder, file), ...asked, ...more)).out.split('\n')[0];
    expect(await outcomeOf(next)).toMatch(/^granted/);
    expect(await outcomeOf(next, '--on', '2098-12-14')).toMatch(/^granted/);
    expect(await outcomeOf(next, '--on', '2098-12-15')).toMatch(/^asks to set up/);
    expect(await outcomeOf(next, '--on', '2098-12-15T00:30:00+01:00')).toMatch(/^granted/);
    expect(await outcomeOf(begun)).toMatch(/^asks to set up/);
    const wrong = await told('explain', join(sallyport.folder, next), ...asked, '--on', 'soon');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("'--on' takes a date");
  });

  it('previews what becomes of the accounts on each date, and the change on a date', async () => {
    const run = (...args: string[]) => sallyport.ask(['preview', old, next, ...few, '--accounts', accounts, ...args]);
    const { out } = await run();
    expect(unwrapped(out)).toContain(
      'From 2098-12-15T00:00:00.000Z on, if nobody sets anything up: 1 sign in, 1 must set up a factor, 0 cannot sign in alone.',
    );
    const on = JSON.parse((await run('--on', '2098-12-20', '--json')).out);
    expect(on.accounts).toMatchObject({ unaffected: 1, mustEnroll: 1, worse: { mustEnroll: 1 } });
    expect(on.accounts.dates).toMatchObject([{ mustEnroll: 1 }]);
  });

  it.each([
    ['2020-01-01T00:00:00Z', ''],
    ['2099-01-01T00:00:00Z', ' from 2099-01-01T00:00:00.000Z on'],
  ])('N5 counts whom a rule from %s strands, and not again where the old policy has the rule', async (from, then) => {
    const strict = sallyport.write('strict.json', {
      administrators,
      strengths: { twice: { anyOf: [[{ method: 'password' }, { method: 'password' }]] } },
      roles: { clerk: { later: [{ from, requiredStrength: 'twice' }] } },
    });
    const clerk = { roles: ['clerk'], factors: { password: 'independent', totp: true } };
    const people = sallyport.write(
      'people.ndjson',
      [
        { id: 'ada', ...clerk, roles: ['super-admin'] },
        { id: 'ben', ...clerk },
        { id: 'eve', ...clerk },
      ]
        .map((account) => JSON.stringify(account))
        .join('\n'),
    );
    const previews = (...args: string[]) => sallyport.ask(['preview', ...args, '--accounts', people, ...few]);
    const told = `it strands 2 accounts${then}, and --max-stranded allows 1.`;
    const refused = await previews(old, strict, '--max-stranded', '1', '--summary');
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining(`refused: ${told}`) });
    expect(refused.out.includes('From 2099-01-01')).toBe(then !== '');
    expect((await previews(old, strict, '--max-stranded', '2')).code).toBe(0);
    expect((await previews(strict, strict, '--max-stranded', '0')).code).toBe(0);
    expect(unwrapped((await previews(strict, '--max-stranded', '1')).out)).toContain(told);
  });
});
