import { hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { Client, newAccount, PASSWORD, provesNow, rewritesAccount, TENANT } from '../../embedded.test-support.ts';
import { settled, virtualTimer } from '../../kernel/virtual-timer.test-support.ts';
import {
  count,
  DORA,
  enrolls,
  NUMBER,
  otherThan,
  SMS,
  signedIn,
  signsInByText,
  texting,
  withNumber,
  withPassword,
  wordOf,
} from './delivered-codes.test-support.ts';

const WRONG: Refusal = { refused: 'invalid-credentials' };

/** What the store holds of the codes of the only account. */
async function stored(host: Awaited<ReturnType<typeof texting>>) {
  const [account] = (await host.world.store.listAccounts(TENANT, { limit: 1 })).items;
  return account;
}

describe('a delivered code of the host, set up in a session', () => {
  it('X23 is the account’s once its code was shown, in the host’s spelling, shown masked, and told to the owner', async () => {
    const host = await texting();
    const client = await signedIn(host);
    const { world, texts, last } = host;
    const { enroll, me } = world.auth;
    expect(world.auth.brings(TENANT).codes).toEqual([{ method: SMS, label: 'SMS' }]);
    expect(await enroll.code(client.caller, SMS, { address: ' +1 555 0112' })).toMatchObject({
      refused: 'malformed-input',
    });
    expect(await enroll.code(client.caller, SMS, { address: '+1 555 0112' })).toEqual({ sentTo: '•••• 12' });
    expect(texts).toEqual([{ tenant: TENANT, to: NUMBER, code: last(), method: SMS }]);
    expect(me(await client.session()).view().factors.codes).toEqual([]);
    const done = await client.keeps(enroll.confirmCode(client.caller, SMS, { code: last() }));
    expect(done.answer.status).toBe('complete');
    expect(done.answer).not.toHaveProperty('backupCodes.0');
    expect(me(await client.session()).view().factors.codes).toEqual([
      { method: SMS, sentTo: '•••• 12', enrolledAt: world.now },
    ]);
    expect(await stored(host)).toMatchObject({ codes: [{ method: SMS, address: NUMBER }] });
    expect(await stored(host)).not.toHaveProperty('pendingCode');
    await world.auth.runBackgroundWork();
    expect(world.notices.map(({ event }) => [event.type, event.method])).toContainEqual(['factor.enrolled', SMS]);
    expect(JSON.stringify([world.notices, world.logged])).not.toContain(NUMBER);
    await world.auth.close();
  });

  it('X23 a wrong code, an old one, a repeated one and another session’s set nothing up', async () => {
    const host = await texting();
    const client = await signedIn(host);
    const { world, last } = host;
    const { enroll } = world.auth;
    expect(await enroll.confirmCode(client.caller, SMS, { code: '123456' })).toEqual(WRONG);
    await enroll.code(client.caller, SMS, { address: NUMBER });
    const first = last();
    expect(await enroll.confirmCode(client.caller, SMS, { code: otherThan(first) })).toEqual(WRONG);
    await enroll.code(client.caller, SMS, { address: '+15550199' });
    if (first !== last()) expect(await enroll.confirmCode(client.caller, SMS, { code: first })).toEqual(WRONG);
    const other = new Client(world);
    await other.signsInByMail(DORA);
    expect(await enroll.confirmCode(other.caller, SMS, { code: last() })).toEqual(WRONG);
    world.now += 10 * 60_000;
    await client.signsInByMail(DORA);
    expect(await enroll.confirmCode(client.caller, SMS, { code: last() })).toEqual(WRONG);
    expect(await stored(host)).not.toHaveProperty('codes');
    await enrolls(host, client);
    expect(await enroll.confirmCode(client.caller, SMS, { code: last() })).toEqual(WRONG);
    await world.auth.close();
  });

  it('X23 20 at once set up one number, with one event', async () => {
    const host = await texting();
    const client = await signedIn(host);
    const { world, last } = host;
    const { enroll } = world.auth;
    await enroll.code(client.caller, SMS, { address: NUMBER });
    const words = await Promise.all(
      Array.from({ length: 20 }, async () => wordOf(await enroll.confirmCode(client.caller, SMS, { code: last() }))),
    );
    expect(count(words)['complete']).toBe(1);
    expect((await stored(host))?.codes).toHaveLength(1);
    const events = await world.store.listEvents(TENANT, { limit: 50, types: ['factor.enrolled'] });
    expect(events.items).toHaveLength(1);
    await world.auth.close();
  });

  it('X23 guesses at the code are counted in a session as well, and lock it alone', async () => {
    const host = await texting({ policy: { lockout: { maxFailures: 3 } } });
    const client = await signedIn(host);
    const { world, last } = host;
    const { enroll } = world.auth;
    await enroll.code(client.caller, SMS, { address: NUMBER });
    for (let guess = 0; guess < 3; guess++)
      expect(await enroll.confirmCode(client.caller, SMS, { code: otherThan(last()) })).toEqual(WRONG);
    expect(await enroll.confirmCode(client.caller, SMS, { code: last() })).toMatchObject({ refused: 'locked' });
    expect(wordOf(await new Client(world).signsInByMail(DORA))).toBe('complete');
    await world.auth.close();
  });

  it('X23 five are sent in an hour, whatever the address; a refused one is none of them', async () => {
    const host = await texting();
    const client = await signedIn(host);
    const { enroll } = host.world.auth;
    for (let sent = 0; sent < 5; sent++) {
      expect(await enroll.code(client.caller, SMS, { address: 'no number' })).toMatchObject({
        refused: 'malformed-input',
        errors: [{ path: 'address' }],
      });
      expect(wordOf(await enroll.code(client.caller, SMS, { address: `+1555010${sent}` }))).toBe('sent');
    }
    expect(await enroll.code(client.caller, SMS, { address: NUMBER })).toMatchObject({ refused: 'too-many-mails' });
    expect(host.texts).toHaveLength(5);
    await host.world.auth.close();
  });

  it('X23 what could not be sent is told and given back; what hangs is given up', async () => {
    const timer = virtualTimer();
    let hangs = false;
    const host = await texting({ timer }, () => {
      if (hangs) return new Promise(() => {});
      throw new Error('no credit left');
    });
    const client = await signedIn(host);
    const { enroll } = host.world.auth;
    for (let time = 0; time < 7; time++)
      expect(await enroll.code(client.caller, SMS, { address: NUMBER })).toEqual({ refused: 'mail-unavailable' });
    hangs = true;
    const answer = enroll.code(client.caller, SMS, { address: NUMBER });
    await settled();
    await timer.pass(10_000);
    expect(await answer).toEqual({ refused: 'mail-unavailable' });
    await host.world.auth.close();
  });

  it('X23 takes recent proof; a session that rests on the mailbox alone sets up nothing (N12)', async () => {
    const host = await texting();
    const client = await signedIn(host);
    const { world } = host;
    const { enroll } = world.auth;
    expect(await enroll.code(new Client(world).caller, SMS, { address: NUMBER })).toEqual({ refused: 'no-session' });
    world.now += 3_600_000;
    expect(await enroll.code(client.caller, SMS, { address: NUMBER })).toMatchObject({
      refused: 'insufficient-strength',
    });
    const stranger = new Client(world);
    await world.auth.recovery.begin(stranger.caller, { identifier: DORA });
    await world.auth.runBackgroundWork();
    const token = world.mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
    const next = 'an entirely new pass phrase';
    expect(await world.auth.recovery.confirm(stranger.caller, { token, next })).toEqual({ status: 'recovered' });
    await stranger.keeps(world.auth.signIn.begin(stranger.caller, { identifier: DORA, password: next }));
    await stranger.keeps(world.auth.signIn.sendCode(stranger.caller, 'email-code'));
    const mailed = world.mails.at(-1)?.code ?? '';
    await stranger.keeps(world.auth.signIn.code(stranger.caller, 'email-code', { code: mailed }));
    expect(await enroll.code(stranger.caller, SMS, { address: NUMBER })).toMatchObject({
      refused: 'no-way-in',
      because: [{ code: 'same-mailbox' }, { code: 'enrollment-needs-vouching' }],
    });
    await world.auth.close();
  });

  it('X23 another number takes the place of the one in use only when its code is shown', async () => {
    const host = await texting();
    const client = await withNumber(host);
    const { world, texts } = host;
    await world.auth.enroll.code(client.caller, SMS, { address: '+15550199' });
    const next = await withPassword(host);
    await world.auth.signIn.sendCode(next.caller, SMS);
    expect(texts.at(-1)?.to).toBe(NUMBER);
    const old = host.last();
    await enrolls(host, client, '+15550199');
    expect(await stored(host)).toMatchObject({ codes: [{ address: '+15550199' }] });
    expect(await world.auth.signIn.code(next.caller, SMS, { code: old })).toEqual(WRONG);
    await world.auth.close();
  });
});

describe('a delivered code of the host, set up in a flow', () => {
  it('X23 is offered after passkey and TOTP, finishes the flow, and is refused where it would not be enough (W7)', async () => {
    const host = await texting({ policy: { enrollment: { firstFactor: 'password' } } });
    const { world, last } = host;
    const created = await world.auth.people.create({ identifier: 'eve', password: PASSWORD, by: hostCode('host') });
    if (isRefusal(created)) throw new Error(created.refused);
    const { signIn, enroll } = world.auth;
    const [client, tab] = [new Client(world), new Client(world)];
    for (const each of [client, tab]) {
      const asked = await each.keeps(signIn.begin(each.caller, { identifier: 'eve', password: PASSWORD }));
      expect(asked.answer).toMatchObject({
        status: 'enroll',
        offer: [{ method: 'passkey' }, { method: 'totp' }, { method: SMS }],
      });
    }
    await enroll.code(tab.caller, SMS, { address: '+15550199' });
    const ofTab = last();
    expect(await enroll.code(client.caller, SMS, { address: NUMBER })).toEqual({ sentTo: '•••• 12' });
    expect(await enroll.confirmCode(client.caller, SMS, { code: otherThan(last()) })).toEqual(WRONG);
    const words = await Promise.all(
      Array.from({ length: 20 }, async () => wordOf(await enroll.confirmCode(client.caller, SMS, { code: last() }))),
    );
    expect(count(words)['complete']).toBe(1);
    expect(wordOf(await enroll.confirmCode(tab.caller, SMS, { code: ofTab }))).not.toBe('complete');
    expect(await stored(host)).toMatchObject({ codes: [{ method: SMS, address: NUMBER }] });
    expect(wordOf(await enroll.code(client.caller, SMS, { address: NUMBER }))).toBe('flow-expired');
    await world.auth.close();

    const strict = await texting({ policy: { requiredStrength: 'enhanced', enrollment: { firstFactor: 'password' } } });
    await newAccount(strict.world, DORA);
    const flow = await withPassword(strict);
    expect(await strict.world.auth.enroll.code(flow.caller, SMS, { address: NUMBER })).toEqual({
      refused: 'method-not-allowed',
    });
    expect(strict.texts).toEqual([]);
    await strict.world.auth.close();
  });
});

describe('a delivered code of the host, taken away', () => {
  it('X23 by its owner: sessions that rest on it end, codes that were sent are void, and the owner is told', async () => {
    const host = await texting();
    const owner = await withNumber(host);
    const { world, last } = host;
    const { me, signIn, sessions } = world.auth;
    const resting = await signsInByText(host);
    const open = await withPassword(host);
    await open.keeps(signIn.sendCode(open.caller, SMS));
    const view = await me(await owner.session()).removeCode(SMS);
    expect(view).toMatchObject({ factors: { codes: [] } });
    expect(await sessions.guard(resting.caller, { needs: 'session' })).toEqual({ refused: 'no-session' });
    expect(isRefusal(await sessions.guard(owner.caller, { needs: 'session' }))).toBe(false);
    expect(await signIn.code(open.caller, SMS, { code: last() })).toEqual(WRONG);
    expect(await me(await owner.session()).removeCode(SMS)).toEqual({ refused: 'not-found' });
    await world.auth.runBackgroundWork();
    expect(world.notices.at(-1)?.event).toMatchObject({ type: 'factor.removed', method: SMS, detail: { factor: SMS } });
    await world.auth.close();
  });

  it('X23 not by its owner where nothing else would let them in', async () => {
    const host = await texting({ policy: { enrollment: { firstFactor: 'vouched' }, emailCodes: { offer: 'always' } } });
    const { world } = host;
    const id = await newAccount(world, DORA);
    const code = { method: SMS, id: 'one', address: NUMBER, enrolledAt: forAdapters(world.auth).now() } as const;
    await rewritesAccount(world.store, id, ({ email: _, ...rest }) => ({ ...rest, codes: [code] }));
    const client = await signsInByText(host);
    expect(await world.auth.me(await client.session()).removeCode(SMS)).toMatchObject({ refused: 'no-way-in-left' });
    expect((await stored(host))?.codes).toHaveLength(1);
    await world.auth.close();
  });

  it('X23 W12 by an administrator’s reset of two-step verification, with what is pending', async () => {
    const host = await texting({ policy: { administrators: { people: ['admin'] } } });
    const owner = await withNumber(host);
    const { world } = host;
    await world.auth.enroll.code(owner.caller, SMS, { address: '+15550199' });
    await newAccount(world, 'ada@example.org', ['admin']);
    const admin = new Client(world);
    await admin.signsInByMail('ada@example.org');
    await admin.enrollsTotp();
    const dora = await owner.session();
    const reset = await world.auth.people.resetTwoStep(
      { accountId: dora.accountId },
      { by: await provesNow(world, world.store, admin) },
    );
    expect(reset).toMatchObject({ enrollmentCode: expect.any(String) });
    const after = await world.store.readAccount(TENANT, dora.accountId);
    expect(after).not.toHaveProperty('codes');
    expect(after).not.toHaveProperty('pendingCode');
    expect(await world.auth.sessions.guard(owner.caller, { needs: 'session' })).toEqual({ refused: 'no-session' });
    await world.auth.close();
  });

  it('X23 by a host that delivers it no longer: it is asked for nowhere, and can still be removed', async () => {
    const host = await texting();
    await withNumber(host);
    const { world } = host;
    const without = await texting({ store: world.store, codes: {} });
    without.world.now = world.now;
    const client = new Client(without.world);
    const asked = await client.keeps(
      without.world.auth.signIn.begin(client.caller, { identifier: DORA, password: PASSWORD }),
    );
    expect(JSON.stringify(asked.answer)).not.toContain(SMS);
    await client.signsInByMail(DORA);
    expect(await without.world.auth.me(await client.session()).removeCode(SMS)).toMatchObject({
      factors: { codes: [] },
    });
    await Promise.all([world.auth.close(), without.world.auth.close()]);
  });
});
