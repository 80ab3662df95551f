import { describe, expect, it } from 'vitest';
import { newAccount, PASSWORD } from '../embedded.test-support.ts';
import { DORA, isIn, owner } from './own-account.test-support.ts';

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
    await auth.people.delete({ identifier: 'theodora' }, { by: 'host' });
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

  it('is refused if another account has it, or has a mailbox of this address', async () => {
    const dora = await owner();
    const { auth } = dora.world;
    await newAccount(dora.world, 'ben@example.org');
    const by = 'host';
    await auth.people.create({ identifier: 'cleo', email: 'cleo@example.org', password: PASSWORD, by });
    await dora.events();
    const me = auth.me(await dora.session());
    for (const taken of ['Ben@example.org', 'cleo', 'cleo@example.org'])
      expect(await me.rename(taken)).toEqual({ refused: 'already-exists' });
    expect(await dora.events()).toEqual([]);
    // Of two people who want one name at the same moment, one gets the name.
    const both = await Promise.all([
      me.rename('wanted'),
      auth.people.rename({ identifier: 'cleo' }, { identifier: 'wanted', by }),
    ]);
    expect(both.filter((answer) => 'refused' in answer)).toEqual([{ refused: 'already-exists' }]);
  });

  it('X5 X6 tells of ten names an hour whether they are taken, also of 20 at once, and counts no refusal for another reason', async () => {
    const dora = await owner();
    const me = dora.world.auth.me(await dora.session());
    await newAccount(dora.world, 'ben@example.org');
    for (let turn = 0; turn < 12; turn++) expect(await me.rename(' ')).toMatchObject({ refused: 'malformed-input' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => me.rename('ben@example.org')));
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
