import { instant } from '@sallyport/core';
import type { Directory } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { newAccount, PASSWORD } from '../embedded.test-support.ts';
import { DORA, isIn, owner } from './own-account.test-support.ts';

/** A directory of one person. */
class OnePerson implements Directory {
  readonly id = 'ldap';
  readonly name = 'Directory';
  readonly roles: readonly string[] = [];
  readonly asked: string[] = [];
  isDown = false;
  names: Readonly<Record<string, 'found' | 'ambiguous'>> = { jdoe: 'found', smith: 'ambiguous' };

  async find(identifier: string): ReturnType<Directory['find']> {
    this.asked.push(identifier);
    if (this.isDown) throw new Error('no connection');
    const outcome = this.names[identifier];
    if (outcome === 'found') return { outcome, entry: { key: 'e', dn: 'uid=jdoe', subject: 's-jdoe' } };
    return { outcome: outcome ?? 'none' };
  }

  async verify(): ReturnType<Directory['verify']> {
    return undefined;
  }

  async close(): Promise<void> {}
}

describe('X21 an owner’s new identifier', () => {
  it('replaces the first, is told at the mailbox, and signs in from then on', async () => {
    const dora = await owner();
    const { auth } = dora.world;
    await dora.has({ identifiers: [DORA, 'dora-2'] });
    const view = await auth.me(await dora.session()).rename(' Theodora ');
    expect(view).toMatchObject({ identifiers: ['theodora', 'dora-2'], email: DORA });
    expect(await dora.events()).toMatchObject([
      { type: 'account.identifier-changed', actor: dora.accountId, detail: { from: 'd•••@example.org', to: 't•••' } },
    ]);
    await auth.runBackgroundWork();
    expect(dora.world.notices.at(-1)).toMatchObject({
      ...{ addresses: [DORA], identifiers: [DORA, 'dora-2'], newIdentifier: 'theodora' },
    });
    expect(await isIn(dora.world, dora.client)).toBe(true);
    const caller = { tenant: dora.client.caller.tenant, mode: 'token' } as const;
    const signsIn = (identifier: string) => auth.signIn.begin(caller, { identifier, password: PASSWORD });
    expect(await signsIn('theodora')).toHaveProperty('answer');
    expect(await signsIn(DORA)).toEqual({ refused: 'invalid-credentials' });
    expect(await auth.people.find({ identifier: DORA })).toBeUndefined();
  });

  it('leaves no identifier in the action log, also after the account is deleted', async () => {
    const dora = await owner();
    const { auth } = dora.world;
    await auth.me(await dora.session()).rename('theodora');
    await auth.people.delete({ identifier: 'theodora' }, { by: hostCode('host') });
    const { events } = await auth.audit.events(dora.client.caller.tenant, {});
    expect(events.map(({ type }) => type)).toContain('account.identifier-changed');
    expect(JSON.stringify(events)).not.toMatch(/theodora|dora@/);
  });

  it('writes nothing if it is the same', async () => {
    const dora = await owner();
    const before = await dora.account();
    expect(await dora.world.auth.me(await dora.session()).rename('DORA@example.org')).toHaveProperty('accountId');
    expect([await dora.account(), await dora.events()]).toEqual([before, []]);
  });

  it.each(['', ' ', 'x'.repeat(257), 'a\u0000b', 7 as never])('refuses %j', async (identifier) => {
    const dora = await owner();
    const refused = await dora.world.auth.me(await dora.session()).rename(identifier);
    expect(refused).toMatchObject({ refused: 'malformed-input', errors: [{ path: 'identifier' }] });
    expect(await dora.events()).toEqual([]);
  });

  it('is refused if another account has it', async () => {
    const dora = await owner();
    const { auth } = dora.world;
    const by = 'host';
    await auth.people.create({ identifier: 'cleo', email: 'cleo@example.org', password: PASSWORD, by: hostCode(by) });
    await dora.events();
    const me = auth.me(await dora.session());
    expect(await me.rename('Cleo')).toEqual({ refused: 'already-exists' });
    expect(await dora.events()).toEqual([]);
    // Of two people who want one name at the same moment, one gets the name.
    const both = await Promise.all([
      me.rename('wanted'),
      auth.people.rename({ identifier: 'cleo' }, { identifier: 'wanted', by: hostCode(by) }),
    ]);
    expect(both.filter((answer) => 'refused' in answer)).toEqual([{ refused: 'already-exists' }]);
  });

  it.each([
    ['a free address', 'eve@example.org'],
    ["another account's name", 'Ben@example.org'],
    ["another account's mailbox", 'cleo@example.org'],
    ['the own address with a full stop', `${DORA}.`],
    ['an address that no mail server takes', 'eve@exämple.org'],
    ['an address in wide letters', 'eve＠example.org'],
  ])('X6 in the form of a mail address is the own mailbox: %s is refused alike', async (_, wanted) => {
    const dora = await owner();
    const { auth } = dora.world;
    await newAccount(dora.world, 'ben@example.org');
    await auth.people.create({
      identifier: 'cleo',
      email: 'cleo@example.org',
      password: PASSWORD,
      by: hostCode('host'),
    });
    await dora.events();
    expect(await auth.me(await dora.session()).rename(wanted)).toEqual({
      refused: 'malformed-input',
      errors: [{ path: 'identifier', message: expect.any(String), code: 'not-own-mailbox' }],
    });
    expect([await dora.events(), (await dora.account()).identifiers]).toEqual([[], [DORA]]);
  });

  it('may be the own mailbox, unless another account has the mailbox too', async () => {
    const dora = await owner();
    const { auth } = dora.world;
    await auth.me(await dora.session()).rename('theodora');
    expect(await auth.me(await dora.session()).rename(DORA.toUpperCase())).toMatchObject({ identifiers: [DORA] });
    await auth.me(await dora.session()).rename('theodora');
    await auth.people.create({ identifier: 'twin', email: DORA, password: PASSWORD, by: hostCode('host') });
    expect(await auth.me(await dora.session()).rename(DORA)).toEqual({ refused: 'already-exists' });
  });

  it('is judged by the mailbox at the commit, which another act may have replaced in the meantime', async () => {
    const dora = await owner();
    const { auth } = dora.world;
    await auth.me(await dora.session()).rename('theodora');
    const session = await dora.session();
    const email = { address: 'next@example.org', verifiedAt: instant(dora.world.now) };
    dora.beforeTheNext('commit', () => dora.has({ email }));
    expect(await auth.me(session).rename(DORA)).toMatchObject({ errors: [{ code: 'not-own-mailbox' }] });
    dora.beforeTheNext('commit', () => dora.has({ email: { ...email, address: DORA } }));
    expect(await auth.me(session).rename('next@example.org')).toMatchObject({ errors: [{ code: 'not-own-mailbox' }] });
    expect((await dora.account()).identifiers).toEqual(['theodora']);
  });

  it('X5 X6 tells of ten names an hour whether they are taken, also of 20 at once, and counts no refusal for another reason', async () => {
    const dora = await owner();
    const me = dora.world.auth.me(await dora.session());
    const ben = { identifier: 'ben', email: 'ben@example.org', password: PASSWORD, by: hostCode('host') };
    await dora.world.auth.people.create(ben);
    for (const other of [' ', 'ben@example.org'])
      for (let turn = 0; turn < 12; turn++)
        expect(await me.rename(other)).toMatchObject({ refused: 'malformed-input' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => me.rename('ben')));
    const of = (word: string) => answers.filter((answer) => 'refused' in answer && answer.refused === word).length;
    expect([of('already-exists'), of('locked')]).toEqual([10, 10]);
    expect(await me.rename('theodora')).toEqual({ refused: 'locked', until: dora.world.now + 60 * 60_000 });
    expect((await dora.account()).identifiers).toEqual([DORA]);
    dora.world.now += 60 * 60_000;
    expect(await dora.world.auth.me(await dora.session()).rename('theodora')).toMatchObject({
      identifiers: ['theodora'],
    });
  });

  it('needs a recent proof, and a session that lives', async () => {
    const dora = await owner();
    const { auth } = dora.world;
    dora.world.now += 20 * 60_000;
    const stale = await dora.client.session();
    expect(await auth.me(stale).rename('theodora')).toMatchObject({ refused: 'insufficient-strength' });
    const fresh = await dora.session();
    await auth.sessions.end(dora.client.caller, fresh);
    expect(await auth.me(fresh).rename('theodora')).toEqual({ refused: 'no-session' });
    expect((await dora.account()).identifiers).toEqual([DORA]);
  });
});

describe('X21 an owner’s new identifier beside a directory', () => {
  const withDirectory = async () => {
    const directory = new OnePerson();
    const dora = await owner({ directory });
    const me = async () => dora.world.auth.me(await dora.session());
    return { directory, dora, me };
  };

  it.each(['jdoe', 'JDoe', 'smith'])('is no name that the directory finds: %s', async (wanted) => {
    const { dora, me } = await withDirectory();
    expect(await (await me()).rename(wanted)).toEqual({ refused: 'already-exists' });
    expect([await dora.events(), (await dora.account()).identifiers]).toEqual([[], [DORA]]);
    expect(await (await me()).rename('theodora')).toMatchObject({ identifiers: ['theodora'] });
  });

  it('is no name while the directory does not answer: nothing is changed or counted', async () => {
    const { directory, dora, me } = await withDirectory();
    directory.isDown = true;
    for (let turn = 0; turn < 12; turn++)
      expect(await (await me()).rename('theodora')).toEqual({ refused: 'provider-unavailable' });
    expect([await dora.events(), (await dora.account()).identifiers]).toEqual([[], [DORA]]);
    directory.isDown = false;
    expect(await (await me()).rename('theodora')).toMatchObject({ identifiers: ['theodora'] });
  });

  it('may be the name that finds the own entry, and a name that the account has already', async () => {
    const { directory, dora, me } = await withDirectory();
    const linkedAt = instant(dora.world.now);
    await dora.has({ externalIds: [{ id: 'x', method: 'ldap', provider: 'ldap', subject: 's-jdoe', linkedAt }] });
    expect(await (await me()).rename('jdoe')).toMatchObject({ identifiers: ['jdoe'] });
    await dora.has({ externalIds: [] });
    directory.asked.length = 0;
    expect(await (await me()).rename('jdoe')).toMatchObject({ identifiers: ['jdoe'] });
    expect(directory.asked).toEqual([]);
  });

  it('is looked for once, however often the commit is tried, and not before the proof or for an address', async () => {
    const { directory, dora, me } = await withDirectory();
    const session = await dora.session();
    dora.beforeTheNext('commit', () => dora.has({}));
    expect(await dora.world.auth.me(session).rename('theodora')).toMatchObject({ identifiers: ['theodora'] });
    expect(await (await me()).rename('jdoe@corp.example')).toMatchObject({ refused: 'malformed-input' });
    dora.world.now += 20 * 60_000;
    const stale = await dora.client.session();
    expect(await dora.world.auth.me(stale).rename('jdoe')).toMatchObject({ refused: 'insufficient-strength' });
    expect(directory.asked).toEqual(['theodora']);
  });

  it('is whatever host code says', async () => {
    const { dora } = await withDirectory();
    const { people } = dora.world.auth;
    for (const identifier of ['jdoe', 'eve@example.org'])
      expect(await people.rename({ accountId: dora.accountId }, { identifier, by: hostCode('host') })).toMatchObject({
        identifiers: [identifier],
      });
  });
});
