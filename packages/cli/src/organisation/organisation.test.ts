import { isRefusal, type Sallyport } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { app, moduleOfApp, standsIn } from '../app/app.test-support.ts';
import { install, unwrapped, widest } from '../installed.test-support.ts';
import { BY, organised } from './organised.test-support.ts';

const sallyport = install();
const asks = (...args: readonly string[]) => sallyport.ask(['organisation', ...args, '--auth', moduleOfApp(sallyport)]);

const rolesOf = async (auth: Sallyport, id = 'acme') => {
  const page = await auth.organisations.members.list(id);
  if (isRefusal(page)) throw new Error(page.refused);
  return page.members.map(({ roles }) => roles.join()).sort();
};
const lastEvent = async (auth: Sallyport) => (await auth.audit.events('default')).events[0];

afterEach(() => vi.unstubAllGlobals());

describe('sallyport organisation', () => {
  it('X41 founds an organisation with its owner, and lists those of all pages', async () => {
    const auth = await organised();
    const made = await asks('create', 'globex', '--name', 'Globex', '--owner', 'bob', '--roles', 'owner,finance');
    expect(made).toEqual({
      ...{ code: 0, err: '' },
      out: 'The organisation globex is created.\nbob has the roles owner and finance in globex.\n',
    });
    expect(await lastEvent(auth)).toMatchObject({ actor: { kind: 'host', id: 'sallyport organisation' } });
    expect((await asks('create', '--by', 'ticket 7')).out).toMatch(/^The organisation [\w-]{22} is created\.\n$/);
    for (let count = 0; count < 60; count++) await auth.organisations.create({ id: `o${count}`, by: BY });
    const lines = (await asks('list')).out.trimEnd().split('\n');
    expect(lines).toHaveLength(63);
    expect(lines).toContain('globex                   version 1   Globex');
    const views = (await asks('list', '--json')).out.trimEnd().split('\n');
    expect(JSON.parse(views.find((line) => line.includes('Acme')) ?? '')).toEqual(
      await auth.organisations.rule('acme'),
    );
  });

  it('X41 shows an organisation, its members by role, and the organisations of a person', async () => {
    const auth = await organised();
    await auth.organisations.members.set('acme', { identifier: 'bob' }, { roles: ['finance'], by: BY });
    await auth.people.setEmail({ identifier: 'bob' }, { email: 'bob@example.org', by: BY });
    const shown = await asks('show', 'acme');
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toMatch(
      /^acme\n {2}name {6}Acme\n {2}rule {6}version 1, set by test on 20\S+Z\n {2}members {3}2 \((owner: 1, finance: 1|finance: 1, owner: 1)\)\n\{\}\n$/,
    );
    expect(JSON.parse((await asks('show', 'acme', '--json')).out)).toEqual(await auth.organisations.rule('acme'));
    const members = (await asks('members', 'acme')).out.trimEnd().split('\n').sort();
    expect(members).toEqual(['finance                  bob (bob@example.org)', 'owner                    ada']);
    expect((await asks('members', 'acme', '--role', 'owner')).out).toBe('owner                    ada\n');
    await auth.organisations.setRule('acme', { roles: { guest: {} } }, { ifVersion: 1, by: BY });
    expect((await asks('members', 'acme', '--role', 'guest')).out).toBe("no member with the role 'guest'\n");
    expect(await asks('members', 'acme', '--role', 'ownr')).toEqual({
      ...{ code: 1, out: '', err: "refused: 'ownr' is no role of acme, which has owner, finance, guest\n" },
    });
    const [member] = (await asks('members', 'acme', '--role', 'owner', '--json')).out.split('\n');
    expect(JSON.parse(member ?? '')).toMatchObject({ roles: ['owner'], by: 'host:test' });
    const line = 'acme                     finance                  Acme\n';
    expect((await asks('of', 'bob')).out).toBe(line);
    expect((await asks('of', '--external-id', 'key-bob')).out).toBe(line);
    expect((await asks('of', 'cleo')).out).toBe('no organisation\n');
    expect((await asks('of', 'nobody')).err).toBe('refused: there is no such account\n');
  });

  it('X41 says more than a hundred members where it would have to count everybody, and lists them all', async () => {
    const auth = await organised();
    const rows = Array.from({ length: 120 }, (_, n) => ({ identifier: `one-${n}` }));
    for await (const row of auth.people.import(rows, { by: BY })) {
      if (row.outcome !== 'imported') throw new Error(row.outcome);
      await auth.organisations.members.set('acme', { accountId: row.accountId }, { roles: ['finance'], by: BY });
    }
    expect((await asks('show', 'acme')).out).toContain('members   more than 100');
    expect((await asks('members', 'acme')).out.trimEnd().split('\n')).toHaveLength(121);
  });

  it('X41 makes and ends a membership, as an event of the named operator', async () => {
    const auth = await organised();
    const set = await asks('set-member', 'acme', 'bob', '--roles', 'finance', '--by', 'ticket 42');
    expect(set).toEqual({ code: 0, out: 'bob has the role finance in acme.\n', err: '' });
    expect(await lastEvent(auth)).toMatchObject({ type: 'organisation.member-set', actor: { id: 'ticket 42' } });
    expect(await rolesOf(auth)).toEqual(['finance', 'owner']);
    const json = await asks('set-member', 'acme', '--external-id', 'key-bob', '--roles', 'owner', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ roles: ['owner'] });
    const { accountId = '' } = (await auth.people.find({ identifier: 'bob' })) ?? {};
    const removed = await asks('remove-member', 'acme', '--id', accountId);
    expect(removed).toEqual({ code: 0, out: 'bob is no longer a member of acme.\n', err: '' });
    expect(await rolesOf(auth)).toEqual(['owner']);
  });

  it('X41 keeps the last owner, unless the operator forces the act', async () => {
    const auth = await organised();
    for (const act of [
      ['remove-member', 'acme', 'ada'],
      ['set-member', 'acme', 'ada', '--roles', 'finance'],
    ]) {
      const refused = await asks(...act);
      expect(refused).toMatchObject({ code: 1, out: '' });
      expect(unwrapped(refused.err)).toContain('refused: no owner could enter the organisation afterwards: --force');
    }
    expect(await rolesOf(auth)).toEqual(['owner']);
    expect(await asks('remove-member', 'acme', 'ada', '--force', '--json')).toMatchObject({ code: 0, err: '' });
    expect(await rolesOf(auth)).toEqual([]);
    expect((await asks('show', 'acme')).out).toContain('members   none');
    expect((await asks('members', 'acme')).out).toBe('no member\n');
  });

  it('X41 prints the events of an organisation with the names of its people, also after its removal', async () => {
    const auth = await organised();
    await auth.organisations.create({ id: 'globex', by: BY });
    expect((await asks('remove', 'acme')).err).toContain("--confirm repeats the id of the organisation, 'acme'");
    expect((await asks('remove', 'acme', '--confirm', 'globex')).code).toBe(2);
    const removed = await asks('remove', 'acme', '--confirm', 'acme', '--by', 'contract ended');
    expect(removed).toMatchObject({ code: 0, err: '' });
    expect(unwrapped(removed.out)).toContain('The organisation acme is removed.');
    const lines = (await asks('log', 'acme')).out.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^20\S+Z organisation\.removed by host \(contract ended\) \{"in":"acme"\}$/);
    expect(lines[1]).toMatch(
      /^20\S+Z organisation\.member-set of ada by host \(test\) \{"in":"acme","roles":\["owner"\]/,
    );
    expect((await asks('log', 'acme', '--limit', '1')).out.trimEnd()).toBe(lines[0]);
    const [event] = (await asks('log', 'acme', '--limit', '1', '--json')).out.split('\n');
    expect(JSON.parse(event ?? '')).toMatchObject({ type: 'organisation.removed' });
    expect((await asks('show', 'acme')).err).toBe('refused: there is no such organisation\n');
    expect((await auth.organisations.list()).organisations.map(({ id }) => id)).toEqual(['globex']);
  });

  it('X41 refuses what is not there in words, with exit code 1, and changes nothing', async () => {
    const auth = await organised();
    sallyport.write('rule.json', {});
    const before = await lastEvent(auth);
    for (const [action = '', ...rest] of [
      ['show'],
      ['members'],
      ['log'],
      ['rule'],
      ['rule', 'rule.json'],
      ['rule', 'rule.json', '--preview'],
      ['set-member', 'bob', '--roles', 'owner'],
      ['remove-member', 'bob'],
      ['remove', '--confirm', 'Acme'],
    ])
      expect([action, await asks(action, 'Acme', ...rest)]).toEqual([
        action,
        { code: 1, out: '', err: 'refused: there is no such organisation\n' },
      ]);
    expect((await asks('set-member', 'acme', 'nobody', '--roles', 'owner')).err).toBe(
      'refused: there is no such account\n',
    );
    expect((await asks('remove-member', 'acme', 'bob')).err).toBe('refused: bob is no member of acme\n');
    expect(unwrapped((await asks('set-member', 'acme', 'bob', '--roles', 'ownr')).err)).toContain(
      "refused: roles.0 is no role of the policy's organisations",
    );
    expect((await asks('set-member', 'acme', 'bob', '--roles', 'owner', '--by', '')).err).toContain(
      'refused: by has 1 to 200 characters',
    );
    const json = await asks('remove-member', 'acme', 'bob', '--json');
    expect(JSON.parse(json.out)).toEqual({ refused: 'not-found' });
    expect(await lastEvent(auth)).toEqual(before);
  });

  it('X41 acts in the named tenant alone', async () => {
    await organised({ sendMail: undefined, tenant: () => 'default', tenants: { default: {}, south: {} } });
    expect((await asks('list', '--tenant', 'south')).out).toBe('no organisation\n');
    expect(await asks('show', 'acme', '--tenant', 'south')).toMatchObject({
      ...{ code: 1, err: 'refused: there is no such organisation\n' },
    });
    expect((await asks('create', 'acme', '--tenant', 'south')).code).toBe(0);
    expect((await asks('set-member', 'acme', 'ada', '--roles', 'owner', '--tenant', 'south')).err).toBe(
      'refused: there is no such account\n',
    );
    const wrong = await asks('list', '--tenant', 'north');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("There is no tenant 'north'");
  });

  it('X41 says that the app tells who is a member, and founds nothing with an owner', async () => {
    const auth = await organised({ memberRoles: () => ['owner'] });
    const removals = vi.fn(auth.organisations.members.remove);
    const members = { ...auth.organisations.members, remove: removals };
    standsIn({ ...auth, organisations: { ...auth.organisations, members } });
    sallyport.write('strict.json', { requiredStrength: 'baseline' });
    const words = 'refused: the app itself tells who is a member (memberRoles)\n';
    for (const act of [
      ['members', 'acme'],
      ['set-member', 'acme', 'bob', '--roles', 'owner'],
      ['remove-member', 'acme', 'bob'],
      ['of', 'ada'],
      ['create', 'globex', '--owner', 'ada', '--roles', 'owner'],
      ['rule', 'acme', 'strict.json', '--preview'],
    ])
      expect([act, await asks(...act)]).toEqual([act, { code: 1, out: '', err: words }]);
    expect((await asks('show', 'acme')).out).toContain('members   told by the app (memberRoles)');
    expect(removals).toHaveBeenCalledOnce();
    const set = await asks('rule', 'acme', 'strict.json');
    expect(set).toMatchObject({ code: 0, out: 'Version 2 of the rule is in force.\n' });
    expect(set.err).toContain('nobody is counted');
    expect((await auth.organisations.list()).organisations).toHaveLength(1);
  });

  it('X41 says that the policy has no organisations, and still acts', async () => {
    const auth = app({ policy: { requiredStrength: 'single' } });
    await auth.ready();
    const listed = await asks('list');
    expect(listed).toMatchObject({ code: 0, out: 'no organisation\n' });
    expect(unwrapped(listed.err)).toContain("The policy in force has no 'organisations'");
    expect(widest(listed.err)).toBeLessThanOrEqual(80);
    const owned = await asks('create', 'acme', '--owner', 'ada', '--roles', 'owner');
    expect(owned).toMatchObject({ code: 1, out: '' });
    expect((await asks('create', 'acme')).code).toBe(0);
    expect((await asks('remove', 'acme', '--confirm', 'acme')).code).toBe(0);
  });

  it('X41 says that the store keeps no organisations', async () => {
    app({ policy: { requiredStrength: 'single' }, store: { ...memoryStore(), readOrganisation: undefined } });
    const listed = await asks('list');
    expect(listed).toMatchObject({ code: 2, out: '' });
    expect(listed.err).toContain('The store keeps no organisations.');
  });

  it('X41 says which argument is wrong, and changes nothing', async () => {
    const auth = await organised();
    const before = await lastEvent(auth);
    for (const [args, words] of [
      [[], 'sallyport organisation list, create, show, rule, members, set-member, remove-member, of, log, remove?'],
      [['sho', 'acme'], "there is no action 'sho'; did you mean 'show'?"],
      [['show'], 'which organisation? sallyport organisation show ID'],
      [['show', 'acme', 'b'], "too many arguments, from 'b': sallyport organisation show ID"],
      [['create', 'a', 'b'], "too many arguments, from 'b'"],
      [['list', 'acme'], "too many arguments, from 'acme'"],
      [['rule', 'acme', 'a.json', 'b.json'], "too many arguments, from 'b.json'"],
      [['set-member', 'acme', '--roles', 'owner'], 'who? Give the identifier, --external-id or --id'],
      [['set-member', 'acme', 'bob'], 'which roles? Give --roles'],
      [['remove-member', 'acme', 'bob', '--id', '7'], 'one name, please'],
      [['of'], 'who? Give the identifier, --external-id or --id'],
      [['create', '--id', 'a'], "'--id' is an option of 'sallyport organisation set-member, remove-member, of'"],
      [['log', 'acme', '--limit', '0'], "'--limit' takes a number from 1 to 1000"],
      [['log', 'acme', '--limit', 'x'], "'--limit' takes a number from 1 to 1000"],
      [['log', 'acme', '--limit', '1e2'], "'--limit' takes a number from 1 to 1000"],
      [['set-member', 'acme', 'ada', '--roles', '', '--force'], 'which roles? Give --roles'],
      [['set-member', 'acme', 'ada', '--roles', ' ,', '--force'], 'which roles? Give --roles'],
      [['rule', 'acme', 'a.json', '--json', '--names'], "'--names' with '--json' is for '--preview'"],
      [['rule', 'acme', '--force'], "which rule? '--force' is about a file"],
      [['rule', 'acme', 'a.json', '--version', '1'], "'--version' prints a rule: give no file, or --if-version"],
      [['rule', 'acme', 'a.json', '--preview', '--force'], "'--preview' or '--force', not both"],
    ] as const) {
      const { code, out, err } = await asks(...args);
      expect([args, code, out]).toEqual([args, 2, '']);
      expect(err).toContain(words);
    }
    expect(await lastEvent(auth)).toEqual(before);
  });
});
