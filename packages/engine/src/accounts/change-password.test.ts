import { instant } from '@sallyport/core';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import {
  Client,
  newAccount,
  PASSWORD,
  provesNow,
  rewritesAccount,
  rewritesSession,
  TENANT,
} from '../embedded.test-support.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import {
  CHANGES,
  DORA,
  NEXT,
  ownerAfterRecovery,
  ownerAtProvider,
  ownerWithoutMailbox,
  ownerWithPassword,
  passwordIsTaken,
} from './change-password.test-support.ts';

const MINUTE = 60_000;

describe('a change of password', () => {
  it('X11 answers the session as it is from then on, and the token that it goes by', async () => {
    const { world, changes, session, accountId, account, sessions } = await ownerWithPassword();
    const [before] = await sessions();
    world.now += MINUTE;
    const reply = await changes(CHANGES);
    expect(reply).toEqual({
      answer: {
        status: 'complete',
        session: {
          accountId,
          strength: 'baseline',
          amr: session.info.amr,
          authTime: session.info.authTime,
          expiresAt: Math.min(before?.expiresAt ?? 0, world.now + (before?.idle ?? 0)),
        },
      },
      keep: { mode: 'token', session: { token: expect.any(String), expiresAt: before?.expiresAt } },
    });
    const token = 'keep' in reply ? (reply.keep?.session?.token ?? '') : '';
    expect(token).toMatch(new RegExp(`^[\\w-]{43}\\.${accountId}\\.[\\w-]{43}$`));
    const guard = (sessionToken: string | undefined) =>
      world.auth.sessions.guard({ tenant: TENANT, mode: 'token', sessionToken }, { needs: 'session' });
    expect(await guard(token)).toMatchObject({ id: session.id, accountId });
    expect(await account()).toMatchObject({ id: accountId });
    await world.auth.close();
  });

  it('X9 X11 keeps this session alone, in the next epoch, resting on the new password and on all else it rested on', async () => {
    const owner = await ownerWithPassword();
    const { world, caller, changes, account, sessions } = owner;
    const { accountId } = owner;
    const elsewhere = new Client(world);
    await elsewhere.signsInByMail(DORA);
    await rewritesAccount(world.store, accountId, (before) => ({
      ...before,
      codes: [{ method: 'sms-code', id: 'sms', address: '+1555', enrolledAt: instant(0) }],
    }));
    const [mine] = (await sessions()).filter(({ id }) => id === owner.session.id);
    const old = await account();
    if (mine === undefined || old.password === undefined) throw new Error('nobody is signed in');
    world.now += MINUTE;
    const reply = await changes(CHANGES);

    const { password } = await account();
    expect(await account()).toEqual({
      ...old,
      version: old.version + 1,
      epoch: old.epoch + 1,
      epochSince: world.now,
      password: { id: expect.any(String), hash: expect.any(String), provenance: 'independent', changedAt: world.now },
    });
    expect(password?.id).not.toBe(old.password.id);
    const moved = (binding: string): string =>
      binding === `password:${old.password?.id}` ? `password:${password?.id}` : binding;
    expect(mine.evidence.map(({ method }) => method)).toEqual(['password', 'email-code']);
    expect(mine.bindings).toContain(`password:${old.password.id}`);
    const token = 'keep' in reply ? reply.keep?.session?.token : undefined;
    expect(await sessions()).toEqual([
      {
        ...mine,
        tokenHash: tokenHash(token),
        version: mine.version + 1,
        epoch: old.epoch + 1,
        evidence: mine.evidence.map((proof) =>
          proof.binding === undefined ? proof : { ...proof, binding: moved(proof.binding) },
        ),
        bindings: mine.bindings.map(moved),
        lastSeenAt: world.now,
        former: { hash: mine.tokenHash, until: world.now + MINUTE },
      },
    ]);
    for (const { caller: gone } of [{ caller }, elsewhere])
      expect(await world.auth.sessions.guard(gone, { needs: 'session' })).toEqual({ refused: 'no-session' });
    expect((await world.store.listSessions(TENANT, accountId, forAdapters(world.auth).now())).length).toBe(1);
    await world.auth.close();
  });

  it('X9 leaves what was proved by an app as it was', async () => {
    const { world } = await ownerWithPassword();
    await newAccount(world, 'cleo@example.org');
    const client = new Client(world);
    await client.signsInByMail('cleo@example.org');
    const { secret } = await client.enrollsTotp();
    world.now += MINUTE;
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: 'cleo@example.org', password: PASSWORD }));
    await client.keeps(world.auth.signIn.code(client.caller, 'totp', { code: client.totp(secret) }));
    const session = await client.session();
    const { accountId } = session;
    const record = async () =>
      (await world.store.listSessions(TENANT, accountId, forAdapters(world.auth).now())).find(
        ({ id }) => id === session.id,
      );
    const before = await record();
    await client.keeps(world.auth.me(session).changePassword(client.caller, CHANGES));
    const after = await record();
    const others = (bindings: readonly string[] = []) => bindings.filter((text) => !text.startsWith('password:'));
    expect(others(before?.bindings)).toEqual([expect.stringMatching(/^totp:/), expect.stringMatching(/^device:/)]);
    expect(others(after?.bindings)).toEqual(others(before?.bindings));
    expect(after?.evidence.map(({ binding }) => binding)).toEqual(after?.bindings.slice(0, 2));
    expect(await world.auth.sessions.guard(client.caller, { needs: 'session' })).toMatchObject({ id: session.id });
    await world.auth.close();
  });

  it('X12 takes the new password from then on, and the old one no more', async () => {
    const { world, changes } = await ownerWithPassword();
    expect(await changes(CHANGES)).toMatchObject({ answer: { status: 'complete' } });
    expect(await passwordIsTaken(world, NEXT)).toBe(true);
    expect(await passwordIsTaken(world, PASSWORD)).toBe(false);
    await world.auth.close();
  });

  it('X5 X9 forgets every device but the one at hand', async () => {
    const { world, caller, changes, account, accountId } = await ownerWithPassword();
    await new Client(world).signsInByMail(DORA);
    const devices = await world.store.listDevices(TENANT, accountId);
    expect(devices).toHaveLength(2);
    const own = devices.find((device) => device.tokenHash === tokenHash(caller.deviceTokens?.[0]));
    await changes(CHANGES);
    expect(await world.store.listDevices(TENANT, accountId)).toEqual([{ ...own, epoch: (await account()).epoch }]);
    await world.auth.close();
  });

  it('X9 X18 is one event, and its owner is told', async () => {
    const { world, changes, accountId, eventsFromNow } = await ownerWithPassword();
    const events = await eventsFromNow();
    world.notices.length = 0;
    await changes(CHANGES);
    const changed = { tenant: TENANT, id: expect.any(String), at: world.now, type: 'password.changed' };
    expect(await events()).toEqual([{ ...changed, accountId, actor: accountId }]);
    await world.auth.runBackgroundWork();
    expect(world.notices).toMatchObject([
      { addresses: [DORA], identifiers: [DORA], event: { type: 'password.changed', accountId } },
    ]);
    await world.auth.close();
  });

  it('X13 makes a link to a forgotten password void', async () => {
    const { world, changes, account } = await ownerWithPassword();
    const stranger = new Client(world);
    await world.auth.recovery.begin(stranger.caller, { identifier: DORA });
    await world.auth.runBackgroundWork();
    const token = world.mails.at(-1)?.token ?? '';
    expect(await account()).toHaveProperty('recovery');
    await changes(CHANGES);
    expect(await account()).not.toHaveProperty('recovery');
    const confirmed = world.auth.recovery.confirm(stranger.caller, { token, next: 'a third battery and a staple' });
    expect(await confirmed).toEqual({ refused: 'invalid-credentials' });
    await world.auth.close();
  });

  it('P10 sets a first password where there is none, without a current one', async () => {
    const { world, changes, account, session, sessions } = await ownerAtProvider('no password', ['email-code']);
    const [before] = await sessions();
    expect((await account()).password).toBeUndefined();
    expect(await changes({ next: NEXT })).toMatchObject({ answer: { status: 'complete' } });
    expect(await account()).toMatchObject({ password: { provenance: 'independent', changedAt: world.now } });
    const after = await sessions();
    expect(after).toMatchObject([{ id: session.id, bindings: before?.bindings, evidence: before?.evidence }]);
    expect(await passwordIsTaken(world, NEXT)).toBe(true);
    await world.auth.close();
  });

  it('X9 gives a proof that rested on nothing no password to rest on', async () => {
    const { world, caller, session, live, sessions } = await ownerAtProvider('no password');
    const proof = { method: 'email-code', at: forAdapters(world.auth).now() } as const;
    await rewritesSession(world, world.store, session, (record) => ({
      ...record,
      evidence: [...record.evidence, proof],
    }));
    const before = await sessions();
    expect(before.map(({ evidence }) => evidence.at(-1))).toEqual([proof]);
    await world.auth.me(await live()).changePassword(caller, { next: NEXT });
    expect((await sessions()).map(({ evidence }) => evidence)).toEqual(before.map(({ evidence }) => evidence));
    await world.auth.close();
  });

  it('P10 leaves a session that does not rest on the password resting on what it did', async () => {
    const { world, changes, sessions } = await ownerAtProvider('password', ['email-code']);
    const [before] = await sessions();
    expect(await changes(CHANGES)).toMatchObject({ answer: { status: 'complete' } });
    expect(await sessions()).toMatchObject([{ bindings: before?.bindings, evidence: before?.evidence }]);
    await world.auth.close();
  });

  it('X12 is for somebody without a mailbox as well', async () => {
    const { world, changes } = await ownerWithoutMailbox();
    expect(await changes(CHANGES)).toMatchObject({ answer: { status: 'complete' } });
    expect(await passwordIsTaken(world, NEXT, 'dora')).toBe(true);
    await world.auth.close();
  });
});

describe('whose a password is that a mailbox set (N12)', () => {
  const provenanceOf = async (owner: Awaited<ReturnType<typeof ownerAfterRecovery>>) =>
    (await owner.account()).password?.provenance;

  it('N12 it stays the mailbox’s where nothing but the mailbox was proved', async () => {
    const owner = await ownerAfterRecovery();
    expect(await provenanceOf(owner)).toBe('mailbox');
    expect(await owner.changes(CHANGES)).toMatchObject({ answer: { status: 'complete' } });
    expect(await provenanceOf(owner)).toBe('mailbox');
    await owner.world.auth.close();
  });

  it.each([
    ['as long ago as still counts as recent', 15 * MINUTE, 'independent'],
    ['a moment longer ago', 15 * MINUTE + 1, 'mailbox'],
  ])('N12 beside an app that was proved %s', async (_, later, provenance) => {
    const owner = await ownerAfterRecovery({ policy: { session: { idle: '1d' } } });
    const { world, session } = owner;
    const proof = { method: 'totp', at: session.info.authTime } as const;
    await rewritesSession(world, world.store, session, (record) => ({
      ...record,
      evidence: [...record.evidence, proof],
    }));
    world.now += later;
    const fresh = await provesNow(world, world.store, { session: owner.live }, ['password', 'email-code']);
    const changed = await world.auth.me(fresh).changePassword(owner.caller, CHANGES);
    expect(changed).toMatchObject({ answer: { status: 'complete' } });
    expect(await provenanceOf(owner)).toBe(provenance);
    await world.auth.close();
  });
});
