import { instant } from '@sallyport/core';
import { isRefusal, type Mail, type SendMail, type Timer } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD, provesNow, TENANT } from '../embedded.test-support.ts';
import { DORA, type Owner, owner } from './own-account.test-support.ts';

const NEXT = 'dora@next.example';
const HOUR = 3_600_000;
const VOID = { refused: 'invalid-credentials' };

/** The token of the mail that confirms the change. */
async function asked({ world, session }: Owner, email = NEXT): Promise<string> {
  expect(await world.auth.me(await session()).requestEmail(email)).toBeUndefined();
  return world.mails.at(-1)?.token ?? '';
}

/** The mails for changes of address that were counted. */
async function counted({ world }: Pick<Owner, 'world'>): Promise<number> {
  const counters = await world.store.listCounters(TENANT);
  const mine = counters.filter(({ authenticator }) => authenticator === 'mail:email-change');
  return mine.reduce((sum, { counter }) => sum + counter.total, 0);
}

/** Somebody who is signed in by a password alone, at a host with this mailer. */
async function byPassword(sendMail: SendMail | undefined) {
  const world = await embedded({ sendMail, policy: { requiredStrength: 'single' } });
  const accountId = await newAccount(world, DORA);
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: DORA, password: PASSWORD }));
  return { world, client, accountId };
}

describe('another address', () => {
  it('X9 is proved by the token that was sent there, and both addresses are told', async () => {
    const dora = await owner();
    const { world, accountId } = dora;
    const { me } = world.auth;
    const before = await dora.account();
    const token = await asked(dora, ` ${NEXT.toUpperCase()} `);
    expect(world.mails.at(-1)).toEqual({ tenant: TENANT, to: NEXT, kind: 'email-change', token });
    const pendingEmail = { address: NEXT, hash: expect.any(String), expiresAt: world.now + HOUR };
    expect(await dora.account()).toEqual({ ...before, version: before.version + 1, pendingEmail });
    expect(JSON.stringify(await dora.account())).not.toContain(token);
    expect(await dora.events()).toEqual([]);
    await world.auth.runBackgroundWork();
    expect(world.mails.at(-1)).toEqual({ tenant: TENANT, to: DORA, kind: 'email-change-begun' });
    const confirmed = await me(await dora.session()).confirmEmail(token);
    const email = { address: NEXT, verifiedAt: world.now };
    expect(await dora.account()).toEqual({ ...before, version: before.version + 2, email });
    expect(confirmed).toEqual(me(await dora.session()).view());
    const changed = {
      tenant: TENANT,
      id: expect.any(String),
      at: world.now,
      type: 'account.email-changed',
      accountId,
      actor: accountId,
      detail: { from: 'd•••@example.org', to: 'd•••@next.example' },
    };
    expect(await dora.events()).toEqual([changed]);
    await world.auth.runBackgroundWork();
    expect(world.notices.at(-1)).toEqual({ event: changed, addresses: [DORA, NEXT], identifiers: [DORA] });
    expect(await me(await dora.session()).confirmEmail(token)).toEqual(VOID);
  });

  it('X9 the present address is told, although the mailer says too late that the link went to the new one', async () => {
    const mails: Mail[] = [];
    const slowHost = async (mail: Mail): Promise<void> => {
      mails.push(mail);
      // The server of the new address answers when it likes, and its owner has the mail.
      if (mail.to === NEXT) await new Promise(() => {});
    };
    const timer: Timer = {
      after(milliseconds, run) {
        const timeout = setTimeout(run, milliseconds >= 10_000 ? 0 : milliseconds);
        timeout.unref();
        return () => clearTimeout(timeout);
      },
    };
    const world = await embedded({ sendMail: slowHost, timer, policy: { requiredStrength: 'single' } });
    await newAccount(world, DORA);
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: DORA, password: PASSWORD }));
    const { me } = world.auth;
    const session = await provesNow(world, world.store, client);
    expect(await me(session).requestEmail(NEXT)).toEqual({ refused: 'mail-unavailable' });
    expect(await me(session).confirmEmail(mails[0]?.token ?? '')).toMatchObject({ email: NEXT });
    await world.auth.runBackgroundWork();
    expect(mails.map(({ to, kind }) => [to, kind])).toEqual([
      [NEXT, 'email-change'],
      [DORA, 'email-change-begun'],
    ]);
    await world.auth.close();
  });

  it('X9 may be the first: then it alone is told', async () => {
    const dora = await owner();
    const session = await dora.session();
    const token = await asked(dora);
    await dora.has({ email: undefined });
    expect(await dora.world.auth.me(session).confirmEmail(token)).toMatchObject({ email: NEXT });
    expect((await dora.events()).map(({ detail }) => detail)).toEqual([{ to: 'd•••@next.example' }]);
    await dora.world.auth.runBackgroundWork();
    expect(dora.world.notices.at(-1)?.addresses).toEqual([NEXT]);
  });

  it('X13 makes a link to a new password void that went to the old one', async () => {
    const dora = await owner();
    await dora.world.auth.recovery.begin(dora.client.caller, { identifier: DORA });
    await dora.world.auth.runBackgroundWork();
    expect(await dora.account()).toHaveProperty('recovery');
    const token = await asked(dora);
    await dora.world.auth.me(await dora.session()).confirmEmail(token);
    expect(await dora.account()).not.toHaveProperty('recovery');
  });

  it('X9 is not taken over by another token, nor where none was asked for', async () => {
    const dora = await owner();
    const { me } = dora.world.auth;
    expect(await me(await dora.session()).confirmEmail('')).toEqual(VOID);
    const first = await asked(dora);
    const second = await asked(dora);
    for (const token of ['', `${second}A`, first])
      expect(await me(await dora.session()).confirmEmail(token)).toEqual(VOID);
    expect((await dora.account()).email?.address).toBe(DORA);
    expect(isRefusal(await me(await dora.session()).confirmEmail(second))).toBe(false);
  });

  it.each([
    ['a millisecond before the hour is over', HOUR - 1, undefined],
    ['at the hour', HOUR, VOID.refused],
  ])('X9 is confirmed within an hour: %s', async (_, after, refused) => {
    const dora = await owner();
    const token = await asked(dora);
    dora.world.now += after;
    const session = await dora.session();
    const confirmed = await dora.world.auth.me(session).confirmEmail(token);
    expect(isRefusal(confirmed) ? confirmed.refused : undefined).toBe(refused);
    expect((await dora.account()).email?.address).toBe(refused === undefined ? NEXT : DORA);
  });

  it('X9 is void once the owner signed out everywhere else', async () => {
    const dora = await owner();
    const token = await asked(dora);
    const { me, sessions } = dora.world.auth;
    expect(await sessions.endOthers(dora.client.caller, await dora.session())).toBeUndefined();
    expect(await me(await dora.session()).confirmEmail(token)).toEqual(VOID);
    expect((await dora.account()).email?.address).toBe(DORA);
  });

  it('X21 is in the export until the change is void', async () => {
    const dora = await owner();
    const { me, sessions } = dora.world.auth;
    const exported = async () => me(await dora.session()).export();
    await asked(dora);
    expect(await exported()).toMatchObject({ account: { pendingEmail: { address: NEXT } } });
    await sessions.endOthers(dora.client.caller, await dora.session());
    expect(await exported()).not.toHaveProperty('account.pendingEmail.address');
    expect(await dora.account()).not.toHaveProperty('pendingEmail');
  });
});

describe('a change of address that is asked for', () => {
  it('X7 names what is no mail address, and sends and counts nothing', async () => {
    const dora = await owner();
    const { world } = dora;
    const [before, sent] = [await dora.account(), world.mails.length];
    expect(await world.auth.me(await dora.session()).requestEmail('no address')).toEqual({
      refused: 'malformed-input',
      errors: [{ path: 'email', message: 'is not a mail address' }],
    });
    expect([await dora.account(), world.mails.length, await counted(dora)]).toEqual([before, sent, 0]);
  });

  it('X9 is refused for the address that the owner has, and nothing is sent, counted or changed', async () => {
    const dora = await owner();
    const { world } = dora;
    const [before, sent] = [await dora.account(), world.mails.length];
    expect(await world.auth.me(await dora.session()).requestEmail(` ${DORA.toUpperCase()}`)).toEqual({
      refused: 'malformed-input',
      errors: [{ path: 'email', code: 'unchanged', message: 'is the address of the account already' }],
    });
    expect([await dora.account(), world.mails.length, await counted(dora)]).toEqual([before, sent, 0]);
  });

  it('X9 proves an address that an administrator set up, and nobody is told of another address', async () => {
    const dora = await owner();
    const { world } = dora;
    await dora.has({ email: { address: DORA, verifiedAt: instant(world.now), setUpBy: 'ben' } });
    const token = await asked(dora, DORA);
    await world.auth.me(await dora.session()).confirmEmail(token);
    await world.auth.runBackgroundWork();
    expect((await dora.account()).email).toEqual({ address: DORA, verifiedAt: world.now });
    expect(await dora.events()).toMatchObject([{ type: 'account.email-confirmed' }]);
    expect(world.mails.at(-1)).toMatchObject({ kind: 'email-change', token });
  });

  it('X9 is sent five times an hour, and once more an hour after the first', async () => {
    const dora = await owner();
    const { world } = dora;
    const begun = world.now;
    for (let mail = 0; mail < 5; mail++) await asked(dora);
    const [before, sent] = [await dora.account(), world.mails.length];
    const request = async () => world.auth.me(await dora.session()).requestEmail(NEXT);
    expect(await request()).toEqual({ refused: 'too-many-mails', until: begun + HOUR });
    world.now = begun + HOUR - 1;
    expect(await request()).toEqual({ refused: 'too-many-mails', until: begun + HOUR });
    expect([await dora.account(), world.mails.length, await counted(dora)]).toEqual([before, sent, 5]);
    world.now = begun + HOUR;
    expect(await request()).toBeUndefined();
    expect(world.mails).toHaveLength(sent + 1);
  });

  it('X9 is refused where nobody sends mail, and nothing is kept or counted of it', async () => {
    const { world, client, accountId } = await byPassword(undefined);
    const before = await world.store.readAccount(TENANT, accountId);
    expect(await world.auth.me(await client.session()).requestEmail(NEXT)).toEqual({
      refused: 'mail-unavailable',
    });
    expect([await world.store.readAccount(TENANT, accountId), await counted({ world })]).toEqual([before, 0]);
  });

  it('X9 X28 tells the present address five times an hour, however often the mailer refuses the other address', async () => {
    const told: number[] = [];
    const { world, client } = await byPassword((mail) => {
      if (mail.kind === 'email-change') throw new Error('550 no such mailbox');
      if (mail.kind === 'email-change-begun') told.push(world.now);
    });
    const begun = world.now;
    const asks = async (): Promise<void> => {
      const session = await provesNow(world, world.store, client, ['password', 'email-code']);
      for (let mail = 0; mail < 8; mail++)
        expect(await world.auth.me(session).requestEmail(`x${mail}@nowhere.example`)).toEqual({
          refused: 'mail-unavailable',
        });
      await world.auth.runBackgroundWork();
    };
    await asks();
    expect(told).toEqual(Array(5).fill(begun));
    world.now = begun + HOUR;
    await asks();
    expect(told).toHaveLength(10);
  });

  it('X9 is given back where the mailer refuses it', async () => {
    let isDown = true;
    const { world, client } = await byPassword(() => {
      if (isDown) throw new Error('the mailer is down');
    });
    const { me } = world.auth;
    const session = await provesNow(world, world.store, client, ['email-code']);
    expect(await me(session).requestEmail(NEXT)).toEqual({ refused: 'mail-unavailable' });
    expect(await counted({ world })).toBe(0);
    isDown = false;
    expect(await me(session).requestEmail(NEXT)).toBeUndefined();
    expect(await counted({ world })).toBe(1);
  });

  it('X9 is given back, and nothing sent, in a session that is over', async () => {
    const dora = await owner();
    const { world } = dora;
    const session = await dora.session();
    await world.auth.sessions.end(dora.client.caller, session);
    const [before, sent] = [await dora.account(), world.mails.length];
    expect(await world.auth.me(session).requestEmail(NEXT)).toEqual({ refused: 'no-session' });
    expect([await dora.account(), world.mails.length, await counted(dora)]).toEqual([before, sent, 0]);
  });

  it('X17 is given back where the store fails', async () => {
    const dora = await owner();
    const session = await dora.session();
    const sent = dora.world.mails.length;
    dora.beforeTheNext('commit', () => Promise.reject(new Error('the store is down')));
    await expect(dora.world.auth.me(session).requestEmail(NEXT)).rejects.toThrow('the store is down');
    expect([dora.world.mails.length, await counted(dora)]).toEqual([sent, 0]);
  });
});
