import type { AccountRef, Sallyport } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, rewritesAccount, rewritesSession } from '../embedded.test-support.ts';
import { SYNCED } from '../factors/account-record.test-support.ts';
import { at, BY, HOUR, MINUTE, person, proved, value } from '../organised.test-support.ts';
import { BO, INVALID, inviting, tokenIn } from './inviting.test-support.ts';

describe('X41 an invitation into an organisation, and its inviter', () => {
  it('is judged again at its end: the inviter has to have the right still', async () => {
    const { auth, organisations, manager, manages, invited, joins, roles } = await inviting();
    const who = { accountId: manager.accountId };
    const { token } = await invited(['finance'], manages);
    await organisations.members.set('acme', who, { roles: ['finance'], by: BY });
    expect(await joins(token)).toEqual(INVALID);
    await organisations.members.set('acme', who, { roles: ['manager'], by: BY });
    await auth.people.block(who, { reason: 'left', by: BY });
    expect(await joins(token)).toEqual(INVALID);
    await auth.people.delete(who, { by: BY });
    expect(await joins(token)).toEqual(INVALID);
    expect(await roles()).toBeUndefined();
    await auth.close();
  });

  it('is void once the host takes the role from the inviter, and while the host cannot say', async () => {
    const told: Record<string, readonly string[] | undefined | Error> = {};
    const { auth, world, organisations, joins, bo, roles } = await inviting({
      resolveSubject: (id) => {
        const roles = id in told ? told[id] : [];
        if (roles instanceof Error) throw roles;
        return roles;
      },
    });
    const sue = await person(world, 'sue@example.org');
    told[sue.accountId] = ['super-admin'];
    await auth.people.rolesChanged(sue, { by: BY });
    await sue.client.signsInByMail('sue@example.org');
    await sue.client.enrollsTotp();
    value(await organisations.invite('acme', { email: BO, roles: ['owner'], by: await proved(world, sue.client) }));
    const token = tokenIn(world.mails);
    for (const gone of [[], ['admin'], undefined]) {
      told[sue.accountId] = gone;
      expect(await joins(token)).toEqual(INVALID);
    }
    told[sue.accountId] = new Error('the table of roles is gone');
    await expect(joins(token)).rejects.toMatchObject({ code: 'host-unavailable' });
    expect(await roles(bo)).toBeUndefined();
    told[sue.accountId] = ['super-admin'];
    expect(await joins(token)).toMatchObject({ roles: ['owner'] });
    await auth.close();
  });

  it('is void while somebody is blocked who acted in the session of the inviter', async () => {
    const { auth, world, manager, organisations, joins } = await inviting();
    const xavier = await person(world, 'xavier@example.org');
    await rewritesAccount(world.store, manager.accountId, (account) => ({
      ...account,
      totp: account.totp && { ...account.totp, setUpBy: xavier.accountId },
    }));
    await proved(world, manager.client);
    await rewritesSession(world, world.store, await manager.client.session(), (record) => ({
      ...record,
      evidence: record.evidence.map((proof) =>
        proof.method === 'totp' ? { ...proof, setUpBy: xavier.accountId } : proof,
      ),
    }));
    const by = await manager.client.session();
    value(await organisations.invite('acme', { email: BO, roles: ['finance'], by }));
    const token = tokenIn(world.mails);
    const { events } = value(await organisations.events('acme'));
    expect(events[0]).toMatchObject({ detail: { setUpBy: xavier.accountId } });
    await auth.people.block(xavier, { reason: 'investigation', by: BY });
    expect(await joins(token)).toEqual(INVALID);
    await auth.people.unblock(xavier, { by: BY });
    expect(await joins(token)).toMatchObject({ roles: ['finance'] });
    await auth.close();
  });

  it.each<[string, (people: Sallyport['people'], who: AccountRef) => Promise<unknown>]>([
    ['blocked', async (people, who) => people.block(who, { reason: 'stolen session', by: BY })],
    ['helped in', async (people, who) => people.helpIn(who, { lost: ['password'], by: BY })],
    ['given an enrollment code', async (people, who) => people.vouch(who, { by: BY })],
    ['without two-step', async (people, who) => people.resetTwoStep(who, { by: BY })],
    ['without passkeys', async (people, who) => people.resetPasskeys(who, { by: BY })],
  ])('is void once its inviter was %s since', async (_, happens) => {
    const { auth, world, manager, manages, invited, joins } = await inviting();
    const { token } = await invited(['finance'], manages);
    await rewritesAccount(world.store, manager.accountId, (account) => ({ ...account, passkeys: [SYNCED] }));
    world.now += MINUTE;
    value(await happens(auth.people, manager));
    await auth.people.unblock(manager, { by: BY });
    expect(await joins(token)).toEqual(INVALID);
    await auth.close();
  });

  it('is judged by its events for its seven days, however short the app keeps events', async () => {
    const { auth, world, organisations, manager, manages } = await inviting({ eventRetention: { others: '1d' } });
    const { client } = await person(world, 'eve@example.org');
    const invited = async (by: typeof manages | typeof BY) => {
      value(await organisations.invite('acme', { email: 'eve@example.org', roles: ['finance'], by }));
      return tokenIn(world.mails);
    };
    const [standing, doubted] = [await invited(BY), await invited(manages)];
    await auth.people.block(manager, { reason: 'stolen session', by: BY });
    await auth.people.unblock(manager, { by: BY });
    world.now += 6 * 24 * HOUR;
    await auth.runBackgroundWork();
    await client.signsInByMail('eve@example.org');
    const me = auth.me(await client.session());
    expect(await me.join(doubted)).toEqual(INVALID);
    expect(await me.join(standing)).toMatchObject({ roles: ['finance'] });
    await auth.close();
  });

  it('leaves the pseudonym of a deleted inviter in the log, and nowhere the id', async () => {
    const { auth, organisations, manager, manages, invited, joins } = await inviting();
    const { token } = await invited(['finance'], manages);
    value(await joins(token));
    value(await organisations.members.remove('acme', manager, { by: BY }));
    await auth.people.delete(manager, { by: BY });
    const { events } = value(await organisations.events('acme'));
    const joining = events.find(({ detail }) => detail?.['invitedBy'] !== undefined);
    const inviter = events.find(({ type }) => type === 'organisation.member-invited')?.actor;
    expect(joining?.detail).toMatchObject({ invitedBy: inviter });
    expect(JSON.stringify(events)).not.toContain(manager.accountId);
    let exported = '';
    for await (const line of auth.events.lines()) exported += line;
    expect(exported).not.toContain(manager.accountId);
    await auth.close();
  });

  it('outlives a sign-out everywhere of its inviter, and a new password', async () => {
    const { auth, world, manager, manages, invited, joins } = await inviting();
    const { token } = await invited(['finance'], manages);
    world.now += MINUTE;
    await auth.people.endSessions(manager, { by: BY });
    value(await auth.people.setPassword(manager, { password: 'another horse battery staple', by: BY }));
    expect(await joins(token)).toMatchObject({ roles: ['finance'] });
    await auth.close();
  });

  it('is void once its inviter disowned the sign-in in which it was made', async () => {
    const { auth, world, organisations } = await inviting();
    const tia = await person(world, 'tia@example.org');
    await tia.client.keeps(auth.signIn.stepUp(tia.client.caller, await tia.client.session(), {}));
    const { secret } = await tia.client.enrollsTotp();
    await organisations.members.set('acme', tia, { roles: ['owner'], by: BY });
    world.now += MINUTE;
    await auth.runBackgroundWork();
    world.notices.length = 0;
    const thief = new Client(world);
    thief.caller = at(thief.caller);
    await thief.keeps(auth.signIn.begin(thief.caller, { identifier: 'tia@example.org', password: PASSWORD }));
    await thief.keeps(auth.signIn.code(thief.caller, 'totp', { code: thief.totp(secret) }));
    await auth.runBackgroundWork();
    const token = world.notices.find(({ event }) => event.type === 'sign-in.unfamiliar')?.token ?? '';
    const by = await thief.session();
    value(await organisations.invite('acme', { email: 'eve@example.org', roles: ['owner'], by }));
    const link = tokenIn(world.mails);
    world.now += MINUTE;
    expect(await auth.sessions.disown(new Client(world).caller, { token })).toMatchObject({ ended: 1 });
    world.now += MINUTE;
    const eve = await person(world, 'eve@example.org');
    expect(await auth.me(await eve.client.session()).join(link)).toEqual(INVALID);
    await auth.close();
  });

  it('is withdrawn by nobody who could not give or take its roles', async () => {
    const { auth, world, organisations, owner, manages, joins } = await inviting();
    const { id } = value(await organisations.invite('acme', { email: BO, roles: ['owner'], by: owner }));
    expect(await organisations.withdraw('acme', id, { by: manages })).toEqual({ refused: 'not-permitted' });
    expect(await joins(tokenIn(world.mails))).toMatchObject({ roles: ['owner'] });
    await auth.close();
  });
});
