import type { Caller, Sallyport } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { app, moduleOfApp } from '../app/app.test-support.ts';
import { install, unwrapped, widest } from '../installed.test-support.ts';
import type { Attending } from './attending.ts';
import { helpedInText } from './text.ts';

const sallyport = install();
const PASSWORD = 'some long words for a password';
const CALLER: Caller = { tenant: 'default' as Caller['tenant'], mode: 'token' };

const asks = (...args: readonly string[]) => sallyport.ask(['person', ...args, '--auth', moduleOfApp(sallyport)]);
const lastEvent = async (auth: Sallyport) => (await auth.audit.events('default')).events[0];

/** An app with the policy administrator root, and ada, who signs in by a password alone. */
async function peopled() {
  const auth = app({ policy: { administrators: { policy: ['super-admin'] }, requiredStrength: 'single' } });
  await auth.ready();
  const person = { by: hostCode('test'), password: PASSWORD };
  await auth.people.create({ identifier: 'root', email: 'root@example.org', roles: ['super-admin'], ...person });
  await auth.people.create({ identifier: 'ada', externalId: '42', roles: ['staff'], ...person });
  return auth satisfies Attending;
}

const signsIn = (auth: Sallyport, password = PASSWORD) => auth.signIn.begin(CALLER, { identifier: 'ada', password });

afterEach(() => vi.unstubAllGlobals());

describe('sallyport person', () => {
  it('X25 shows an account by each of its names, without a secret', async () => {
    const auth = await peopled();
    const shown = await asks('show', 'ADA');
    expect(shown).toMatchObject({ code: 0, err: '' });
    const { accountId } = (await auth.people.find({ identifier: 'ada' })) ?? {};
    expect(shown.out.split('\n')).toEqual([
      'ada',
      `  id           ${accountId}`,
      '  external id  42',
      '  roles        staff',
      '  ways in      as the policy says',
      '  status       active',
      '  factors      password',
      '  sessions     0',
      '',
    ]);
    expect(await asks('show', '--external-id', '42')).toEqual(shown);
    expect(await asks('show', '--id', String(accountId))).toEqual(shown);
    expect(JSON.parse((await asks('show', 'ada', '--json')).out)).toEqual(
      await auth.people.find({ identifier: 'ada' }),
    );
  });

  it('X25 X21 shows the mailbox of an account beside a name that is another', async () => {
    const auth = await peopled();
    await auth.people.create({
      identifier: 'ceo@example.org',
      email: 'eve@example.org',
      password: PASSWORD,
      by: hostCode('test'),
    });
    const names = 'ceo@example.org (eve@example.org)';
    expect((await asks('show', 'ceo@example.org')).out).toMatch(/^ceo@example\.org \(eve@example\.org\)\n/);
    expect((await asks('show', 'root')).out).toMatch(/^root \(root@example\.org\)\n/);
    expect((await asks('list', '--query', 'eve')).out).toBe(`active   meets       ${names}\n`);
    expect((await asks('unlock', 'ceo@example.org', '--by', 'test')).out).toBe(`${names} is unlocked.\n`);
    await auth.people.rename(
      { identifier: 'ceo@example.org' },
      { identifier: 'eve@example.org', by: hostCode('test') },
    );
    expect((await asks('show', 'eve@example.org')).out).toMatch(/^eve@example\.org\n/);
    expect((await asks('list', '--query', 'eve')).out).toBe('active   meets       eve@example.org\n');
    await auth.people.create({ identifier: 'dan', email: 'dan@example.org', password: PASSWORD, by: hostCode('test') });
    const helped = await asks('help-in', 'dan', '--lost', 'password');
    expect(helped.out).toContain('dan (dan@example.org) signs in with this code');
  });

  it('X25 P16 unlocks an account that strangers locked, as an event of the named operator', async () => {
    const auth = await peopled();
    for (let guess = 0; guess < 10; guess++) await signsIn(auth, 'a wrong password');
    expect((await asks('show', 'ada')).out).toMatch(/status {7}locked until 20/);
    expect(await asks('unlock', 'ada', '--by', 'ticket 42')).toEqual({ code: 0, out: 'ada is unlocked.\n', err: '' });
    expect(await lastEvent(auth)).toMatchObject({ type: 'account.unlocked', actor: { kind: 'host', id: 'ticket 42' } });
    expect(await signsIn(auth)).toMatchObject({ answer: { status: 'complete' } });
  });

  it('X25 X10 prints a code that opens the set-up of a first factor', async () => {
    const auth = await peopled();
    const { version } = await auth.policy.current('default');
    const strict = { administrators: { policy: ['super-admin'] }, requiredStrength: 'enhanced' };
    await auth.policy.set('default', strict, { ifVersion: version, by: hostCode('test') });
    const vouched = await asks('vouch', '--external-id', '42');
    expect(vouched).toMatchObject({ code: 0, err: '' });
    expect(widest(vouched.out)).toBeLessThanOrEqual(80);
    const code = vouched.out.trim().split('\n').at(-1)?.trim() ?? '';
    expect(code).toMatch(/^(\w{4}-){3}\w{4}$/);
    expect(await lastEvent(auth)).toMatchObject({ type: 'enrollment.vouched', actor: { id: 'sallyport person' } });
    const begun = await signsIn(auth);
    expect(begun).toMatchObject({ refused: 'no-way-in' });
    const flowToken = begun.keep?.flow?.token;
    const opened = await auth.signIn.enrollmentCode({ ...CALLER, flowToken }, { code });
    expect(opened).toMatchObject({ answer: { status: 'enroll', offer: [{ method: 'passkey' }, { method: 'totp' }] } });
  });

  it('X25 P18 blocks an account and ends its sessions, and ends sessions alone', async () => {
    const auth = await peopled();
    await signsIn(auth);
    expect((await asks('show', 'ada')).out).toContain('sessions     1');
    expect(await asks('sign-out', 'ada')).toMatchObject({
      code: 0,
      out: 'ada is signed out everywhere: 0 sessions left.\n',
    });
    await signsIn(auth);
    const blocked = await asks('block', 'ada', '--reason', 'an investigation');
    expect(blocked).toEqual({ code: 0, err: '', out: 'ada is blocked: 0 sessions left.\n' });
    expect((await asks('show', 'ada')).out).toContain('status       blocked: an investigation');
    expect(await lastEvent(auth)).toMatchObject({ type: 'account.blocked', detail: { reason: 'an investigation' } });
    expect(await asks('unblock', 'ada')).toEqual({ code: 0, err: '', out: 'ada is no longer blocked.\n' });
    expect(await signsIn(auth)).toMatchObject({ answer: { status: 'complete' } });
  });

  it('X25 X18 prints the events of an account with their authors, the newest first', async () => {
    const auth = await peopled();
    await asks('block', 'ada', '--reason', 'an investigation', '--by', 'ticket 42');
    const logged = await asks('log', 'ada');
    expect(logged).toMatchObject({ code: 0, err: '' });
    const lines = logged.out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^20\S+Z account\.blocked by host \(ticket 42\) \{.*"reason":"an investigation"/);
    expect(lines.at(-1)).toMatch(/^20\S+Z account\.created by host \(test\)/);
    expect((await asks('log', 'ada', '--limit', '1')).out.trimEnd()).toBe(lines[0]);
    const { accountId } = (await auth.people.find({ identifier: 'ada' })) ?? {};
    const page = await auth.audit.events('default', { account: String(accountId) });
    expect(JSON.parse((await asks('log', '--id', String(accountId), '--json')).out)).toEqual(page);
  });

  it('X25 P14 helps a person in after a loss, and tells beforehand what would end', async () => {
    const auth = await peopled();
    await signsIn(auth);
    const before = await lastEvent(auth);
    const preview = await asks('help-in', 'ada', '--lost', 'password', '--preview');
    const parts = 'every session and every known device';
    expect(preview).toMatchObject({ code: 0, err: '' });
    expect(unwrapped(preview.out)).toContain(`Would end: the password, ${parts}`);
    expect(await lastEvent(auth)).toEqual(before);
    const helped = await asks('help-in', 'ada', '--lost', 'password,app', '--by', 'ticket 7');
    expect(helped).toMatchObject({ code: 0, err: '' });
    expect(widest(helped.out)).toBeLessThanOrEqual(80);
    const code = helped.out.trim().split('\n').at(-1)?.trim() ?? '';
    expect(code).toMatch(/^(\w{4}-){3}\w{4}$/);
    expect((await asks('show', 'ada')).out).toContain('factors      none');
    const begun = await auth.signIn.begin(CALLER, { identifier: 'ada' });
    const flowToken = begun.keep?.flow?.token;
    const password = 'other long words for a password';
    const back = await auth.signIn.enrollmentCode({ ...CALLER, flowToken }, { code, password });
    expect(back).toMatchObject({ answer: { status: 'complete' } });
  });

  it('X25 P14 says what ends and what stays with a new mailbox', async () => {
    const auth = await peopled();
    const made = { identifier: 'eve', email: 'eve@old.example', password: 'long words for a password' };
    await auth.people.create({ ...made, by: hostCode('test') });
    const lost = ['eve', '--lost', 'mailbox', '--email', 'eve@new.example'];
    const preview = unwrapped((await asks('help-in', ...lost, '--preview')).out);
    expect(preview).toContain('Would end: the mail address (eve@old.example). Would stay: the password.');
    expect(preview).toContain('Would be the mail address: eve@new.example, as verified.');
    expect(unwrapped((await asks('help-in', ...lost)).out)).toContain(
      'The mail address is now: eve@new.example, as verified.',
    );
    expect((await auth.people.find({ identifier: 'eve' }))?.email).toBe('eve@new.example');
  });

  it('X25 P14 says that a help-in leaves the identities', async () => {
    const auth = await peopled();
    const person = await auth.people.find({ identifier: 'ada' });
    if (person === undefined) throw new Error('nobody');
    const linked = { ...person, externalIds: [{ provider: 'ldap' }] };
    const ends = [{ kind: 'password' }];
    expect(helpedInText(linked, { ends, keeps: [{ kind: 'totp' }] })).toContain(
      'Would stay: the authenticator app and the identity (ldap).',
    );
    expect(helpedInText(undefined, { ends, keeps: [] })).toContain('Would stay: nothing.');
  });

  it('X25 says that a code is of no use to an account with a strong factor', async () => {
    const auth = await peopled();
    const rows = [{ identifier: 'eve', totp: { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' } }];
    for await (const row of auth.people.import(rows, { by: hostCode('test') })) expect(row.outcome).toBe('imported');
    expect(unwrapped((await asks('vouch', 'eve')).out)).toContain("'help-in' is for a person who lost it");
    expect((await asks('vouch', 'ada')).out).not.toContain('help-in');
  });

  it('X25 X10 says that the code needs a first proof, and names the help-in of an account without one', async () => {
    const auth = await peopled();
    await auth.people.create({ identifier: 'bare', email: 'bare@example.org', by: hostCode('test') });
    const bare = await asks('vouch', 'bare');
    expect(unwrapped(bare.out)).toContain('The code does not work after the name alone.');
    expect(unwrapped(bare.out)).toContain("Run 'sallyport person help-in NAME --lost password' instead");
    expect(widest(bare.out)).toBeLessThanOrEqual(80);
    const codeIn = ({ out }: { readonly out: string }) => out.trim().split('\n').at(-1)?.trim() ?? '';
    const enters = async (code: string) => {
      const begun = await auth.signIn.begin(CALLER, { identifier: 'bare' });
      const flowToken = 'keep' in begun ? begun.keep?.flow?.token : undefined;
      return auth.signIn.enrollmentCode({ ...CALLER, flowToken }, { code });
    };
    expect(await enters(codeIn(bare))).toMatchObject({ refused: 'invalid-credentials' });
    const helped = await asks('help-in', 'bare', '--lost', 'password');
    expect(await enters(codeIn(helped))).toMatchObject({
      answer: { status: 'enroll', offer: [{ method: 'passkey' }] },
    });
    expect(unwrapped((await asks('vouch', 'ada')).out)).not.toContain('no first proof');
  });

  it('X25 P16 lists the accounts of a state, of every page, with their names', async () => {
    const auth = await peopled();
    const rows = Array.from({ length: 60 }, (_, n) => ({ identifier: `one-${n}` }));
    for await (const row of auth.people.import(rows, { by: hostCode('test') })) expect(row.outcome).toBe('imported');
    await auth.people.create({ identifier: 'grace', displayName: 'Grace Hopper', by: hostCode('test') });
    expect((await asks('list', '--state', 'locked')).out).toBe('no account\n');
    for (let guess = 0; guess < 10; guess++) await signsIn(auth, 'a wrong password');
    expect(await asks('list', '--state', 'locked')).toEqual({ code: 0, err: '', out: 'locked   meets       ada\n' });
    expect((await asks('list', '--query', 'hopper')).out).toBe('active   noWayIn     grace (Grace Hopper)\n');
    const all = (await asks('list')).out.trimEnd().split('\n');
    expect(all).toHaveLength(63);
    expect(all).toContain('active   noWayIn     one-59');
    const [listed] = (await asks('list', '--state', 'locked', '--json')).out.trimEnd().split('\n');
    expect(JSON.parse(listed ?? '')).toEqual((await auth.people.list({ state: 'locked' })).accounts[0]);
    expect((await asks('list', '--state', 'locked', '--json', '--query', 'nobody')).out).toBe('');
    expect(widest((await asks('list', '--help')).out)).toBeLessThanOrEqual(80);
  });

  it('X25 X21 P14 tells open invitations from those that are over, and who has a code that was not used yet', async () => {
    const auth = await peopled();
    for (const identifier of ['ida', 'jon', 'kim']) {
      const email = `${identifier}@example.org`;
      await auth.people.create({ identifier, email, invite: true, by: hostCode('test') });
    }
    await auth.people.withdrawInvitation({ identifier: 'jon' }, { by: hostCode('test') });
    expect((await asks('help-in', 'kim', '--lost', 'password')).code).toBe(0);
    expect((await asks('list', '--state', 'invitationOpen')).out).toBe(
      'active   mustEnroll  ida (ida@example.org), invited\n',
    );
    const over = (await asks('list', '--state', 'invitationOver')).out.trimEnd().split('\n').sort();
    expect(over).toEqual([
      'active   noWayIn     jon (jon@example.org), invitation over',
      'active   noWayIn     kim (kim@example.org), code not used yet',
    ]);
  });

  it('X25 X18 prints the method of a proof and the address of the client', async () => {
    const auth = await peopled();
    await auth.signIn.begin({ ...CALLER, ip: '203.0.113.9' }, { identifier: 'ada', password: PASSWORD });
    const lines = (await asks('log', 'ada')).out.trimEnd().split('\n');
    expect(lines.find((line) => line.includes('sign-in.succeeded'))).toMatch(
      / sign-in\.succeeded .*from 203\.0\.113\.9/,
    );
    expect(lines.find((line) => line.includes('(password)'))).toMatch(/^20\S+Z \S+ \(password\) from 203\.0\.113\.9/);
  });

  it('X25 P18 signs everybody of a tenant out, page by page', async () => {
    const auth = await peopled();
    const rows = Array.from({ length: 60 }, (_, n) => ({ identifier: `one-${n}` }));
    for await (const row of auth.people.import(rows, { by: hostCode('test') })) expect(row.outcome).toBe('imported');
    await signsIn(auth);
    const all = await asks('sign-out', '--everybody', '--by', 'incident 7');
    expect(all).toEqual({ code: 0, out: '62 accounts signed out everywhere.\n', err: '' });
    expect((await asks('show', 'ada')).out).toContain('sessions     0');
    const again = await asks('sign-out', '--everybody', '--json');
    expect(JSON.parse(again.out)).toEqual({ signedOut: 62, failed: 0 });
    expect((await asks('sign-out', '--everybody', '--tenant', 'north')).err).toContain("There is no tenant 'north'");
    expect((await asks('sign-out', '--everybody', '--by', '')).err).toContain('refused: by has 1 to 200 characters');
  });

  it('X7 X25 prints a refusal in words, with exit code 1, and changes nothing', async () => {
    const auth = await peopled();
    const before = await lastEvent(auth);
    const nobody = 'refused: there is no such account\n';
    for (const act of ['show', 'unlock', 'vouch', 'sign-out'])
      expect(await asks(act, 'nobody')).toEqual({ code: 1, out: '', err: nobody });
    expect(await asks('block', 'root', '--reason', 'a try')).toEqual({
      ...{ code: 1, out: '', err: 'refused: nobody could change the policy afterwards\n' },
    });
    const malformed = await asks('block', 'ada', '--reason', ' ', '--json');
    expect(malformed).toMatchObject({ code: 1, err: 'refused: reason is no text of 1 to 500 characters\n' });
    expect(JSON.parse(malformed.out)).toMatchObject({ refused: 'malformed-input' });
    expect((await asks('unlock', 'ada', '--by', '')).err).toContain('refused: by has 1 to 200 characters');
    expect(await lastEvent(auth)).toEqual(before);
  });

  it('says which argument is wrong', async () => {
    await peopled();
    expect((await asks()).err).toContain(
      'sallyport person list, show, log, unlock, vouch, help-in, block, unblock, sign-out?',
    );
    expect((await asks('unlok', 'ada')).err).toContain("there is no action 'unlok'; did you mean 'unlock'?");
    expect((await asks('show')).err).toContain('who? Give the identifier, --external-id or --id');
    expect((await asks('show', 'ada', '--id', '7')).err).toContain('one name, please');
    expect((await asks('block', 'ada')).err).toContain('why? Give --reason');
    expect((await asks('help-in', 'ada')).err).toContain('what is lost? Give --lost app, passkey, mailbox, password');
    expect((await asks('help-in', 'ada', '--lost', 'pasword')).err).toContain("did you mean 'password'?");
    expect((await asks('log', 'ada', '--limit', '0')).err).toContain("'--limit' takes a number from 1 to 1000");
    expect((await asks('log', 'ada', '--limit', '1e2')).err).toContain("'--limit' takes a number from 1 to 1000");
    expect((await asks('list', 'ada')).err).toContain("'list' takes no name: give a part of the name with --query");
    expect((await asks('list', '--state', 'lockd')).err).toContain("there is no state 'lockd'; did you mean 'locked'?");
    expect((await asks('show', 'ada', '--state', 'locked')).err).toContain("'sallyport person list'");
    expect((await asks('block', '--everybody', '--reason', 'x')).err).toContain("'sallyport person sign-out'");
    expect((await asks('sign-out', 'ada', '--everybody')).err).toContain("one name, or '--everybody'");
    expect((await asks('unlock', 'ada', '--reason', 'x')).err).toContain(
      "'--reason' is an option of 'sallyport person block'",
    );
  });
});
