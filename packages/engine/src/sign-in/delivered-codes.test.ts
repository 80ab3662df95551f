import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';
import { settled, virtualTimer } from '../kernel/virtual-timer.test-support.ts';
import {
  count,
  DORA,
  NUMBER,
  otherThan,
  SMS,
  signsInByText,
  texting,
  withNumber,
  withPassword,
  wordOf,
} from './enrollment/delivered-codes.test-support.ts';

const CODES = { policy: { emailCodes: { offer: 'always' } } } as const;

describe('a delivered code of the host, in a sign-in', () => {
  it('X23 is accepted after the password, sent to the number that is told masked, and signs in', async () => {
    const host = await texting();
    await withNumber(host);
    const { signIn } = host.world.auth;
    const client = new Client(host.world);
    const asked = await client.keeps(signIn.begin(client.caller, { identifier: DORA, password: PASSWORD }));
    expect(asked.answer).toMatchObject({
      status: 'continue',
      accept: expect.arrayContaining([{ method: SMS, sentTo: '•••• 12' }]),
    });
    const sent = await client.keeps(signIn.sendCode(client.caller, SMS));
    expect(sent.answer).toEqual(asked.answer);
    expect(host.texts.at(-1)).toEqual({ tenant: TENANT, to: NUMBER, code: host.last(), method: SMS });
    const done = await client.keeps(signIn.code(client.caller, SMS, { code: ` ${host.last()} ` }));
    expect(done.answer).toMatchObject({
      status: 'complete',
      session: { strength: 'baseline', amr: ['pwd', 'otp', 'mfa'] },
    });
    await host.world.auth.close();
  });

  it('X23 is no method of a host that does not bring it, and nothing is sent of what is no delivered code', async () => {
    const host = await texting();
    await withNumber(host);
    const client = await withPassword(host);
    const { signIn, enroll, me } = host.world.auth;
    const builtIn = ['backup-code', 'totp'];
    const none = ['voice-code', 'enrollment-code', 'password', 'passkey', '*-code', '__proto__'];
    for (const method of [...builtIn, ...none]) {
      expect(await signIn.sendCode(client.caller, method)).toEqual({ refused: 'not-found' });
      expect(await enroll.code(client.caller, method, { address: NUMBER })).toEqual({ refused: 'not-found' });
    }
    for (const method of none) {
      expect(await signIn.code(client.caller, method, { code: '1' })).toEqual({ refused: 'not-found' });
      expect(await enroll.secret(client.caller, method)).toEqual({ refused: 'not-found' });
      expect(await enroll.confirmCode(client.caller, method, { code: '1' })).toEqual({ refused: 'not-found' });
    }
    // The account has neither: they are judged as `totp` and `backupCode` judge them.
    for (const method of builtIn)
      expect(await signIn.code(client.caller, method, { code: '1' })).toEqual({ refused: 'method-not-allowed' });
    const session = await (await signsInByText(host)).session();
    for (const method of ['voice-code', 'totp', 'email-code']) {
      expect(await me(session).removeCode(method)).toEqual({ refused: 'not-found' });
    }
    await host.world.auth.close();
  });

  it('X23 one code is live in a flow, whichever way it went: the next one voids it', async () => {
    const host = await texting(CODES);
    await withNumber(host);
    const { signIn } = host.world.auth;
    const client = await withPassword(host);
    await client.keeps(signIn.sendCode(client.caller, SMS));
    const first = host.last();
    await client.keeps(signIn.sendCode(client.caller, SMS));
    if (first !== host.last())
      expect(await signIn.code(client.caller, SMS, { code: first })).toEqual({ refused: 'invalid-credentials' });
    const second = host.last();
    await client.keeps(signIn.sendCode(client.caller, 'email-code'));
    expect(await signIn.code(client.caller, SMS, { code: second })).toEqual({ refused: 'invalid-credentials' });
    const mailed = host.world.mails.at(-1)?.code ?? '';
    expect(await signIn.code(client.caller, SMS, { code: mailed })).toEqual({ refused: 'invalid-credentials' });
    expect(wordOf(await signIn.code(client.caller, 'email-code', { code: mailed }))).toBe('complete');
    await host.world.auth.close();
  });

  it('X23 is over after ten minutes, good in its own flow alone, and works once, of 20 at once as well', async () => {
    const host = await texting();
    await withNumber(host);
    const { world, last } = host;
    const { signIn } = world.auth;
    const client = await withPassword(host);
    await client.keeps(signIn.sendCode(client.caller, SMS));
    const other = await withPassword(host);
    expect(await signIn.code(other.caller, SMS, { code: last() })).toEqual({ refused: 'invalid-credentials' });
    world.now += 10 * 60_000;
    expect(await signIn.code(client.caller, SMS, { code: last() })).toEqual({ refused: 'invalid-credentials' });
    await client.keeps(signIn.sendCode(client.caller, SMS));
    const words = await Promise.all(
      Array.from({ length: 20 }, async () => wordOf(await signIn.code(client.caller, SMS, { code: last() }))),
    );
    expect(count(words)['complete']).toBe(1);
    expect(wordOf(await signIn.code(client.caller, SMS, { code: last() }))).toBe('flow-expired');
    await world.auth.close();
  });

  it('X23 guesses at it are counted on its own account: wrong ones lock it, and no other factor', async () => {
    const host = await texting({ policy: { ...CODES.policy, lockout: { maxFailures: 3 } } });
    await withNumber(host);
    const { signIn } = host.world.auth;
    const client = await withPassword(host);
    await client.keeps(signIn.sendCode(client.caller, SMS));
    const wrong = otherThan(host.last());
    for (let guess = 0; guess < 3; guess++)
      expect(await signIn.code(client.caller, SMS, { code: wrong })).toEqual({ refused: 'invalid-credentials' });
    expect(await signIn.code(client.caller, SMS, { code: host.last() })).toMatchObject({ refused: 'locked' });
    await client.keeps(signIn.sendCode(client.caller, SMS));
    expect(await signIn.code(client.caller, SMS, { code: host.last() })).toMatchObject({ refused: 'locked' });
    await client.keeps(signIn.sendCode(client.caller, 'email-code'));
    const mailed = host.world.mails.at(-1)?.code ?? '';
    expect(wordOf(await signIn.code(client.caller, 'email-code', { code: mailed }))).toBe('complete');
    await host.world.auth.close();
  });

  it('X23 five are sent in an hour, in whichever flow they are asked for', async () => {
    const host = await texting();
    await withNumber(host);
    const { world, texts } = host;
    const { signIn } = world.auth;
    const before = texts.length;
    for (let sent = 0; sent < 5; sent++)
      expect(wordOf(await signIn.sendCode((await withPassword(host)).caller, SMS))).toBe('continue');
    const client = await withPassword(host);
    expect(await signIn.sendCode(client.caller, SMS)).toMatchObject({ refused: 'too-many-mails' });
    expect(texts).toHaveLength(before + 5);
    world.now += 61 * 60_000;
    expect(wordOf(await signIn.sendCode((await withPassword(host)).caller, SMS))).toBe('continue');
    await world.auth.close();
  });

  it('X23 what could not be sent is told and given back; what hangs is given up, and counts', async () => {
    const timer = virtualTimer();
    let how: 'sends' | 'fails' | 'hangs' = 'sends';
    const host = await texting({ timer }, () => {
      if (how === 'fails') throw new Error('no credit left');
      return how === 'hangs' ? new Promise(() => {}) : undefined;
    });
    await withNumber(host);
    const { signIn } = host.world.auth;
    how = 'fails';
    for (let time = 0; time < 7; time++)
      expect(await signIn.sendCode((await withPassword(host)).caller, SMS)).toEqual({ refused: 'mail-unavailable' });
    expect(JSON.stringify(host.world.logged)).toContain(SMS);
    expect(JSON.stringify(host.world.logged)).not.toContain(host.last());
    how = 'hangs';
    for (let time = 0; time < 5; time++) {
      const answer = signIn.sendCode((await withPassword(host)).caller, SMS);
      await settled();
      await timer.pass(10_000);
      expect(await answer).toEqual({ refused: 'mail-unavailable' });
    }
    how = 'sends';
    expect(await signIn.sendCode((await withPassword(host)).caller, SMS)).toMatchObject({ refused: 'too-many-mails' });
    await host.world.auth.close();
  });

  it('X23 is not taken where something stronger would do', async () => {
    const host = await texting();
    const client = await withNumber(host);
    const { world, last } = host;
    const { signIn } = world.auth;
    await client.enrollsTotp();
    const next = await withPassword(host);
    expect(await signIn.sendCode(next.caller, SMS)).toEqual({ refused: 'method-not-allowed' });
    expect(await signIn.code(next.caller, SMS, { code: last() })).toEqual({ refused: 'method-not-allowed' });
    await world.auth.close();
  });

  it('X23 N12 goes on with a recovery where nothing stronger is there, and never with the mailbox', async () => {
    const host = await texting();
    await withNumber(host);
    const { world, last } = host;
    const { recovery, signIn } = world.auth;
    const client = new Client(world);
    await recovery.begin(client.caller, { identifier: DORA });
    await world.auth.runBackgroundWork();
    const token = world.mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
    const opened = await recovery.confirm(client.caller, { token, next: 'an entirely new pass phrase' });
    if (isRefusal(opened) || 'status' in opened) throw new Error('no flow was opened');
    expect(opened.answer).toEqual({ status: 'continue', accept: [{ method: SMS, sentTo: '•••• 12' }], because: [] });
    await client.keeps(Promise.resolve(opened));
    expect((await client.keeps(signIn.sendCode(client.caller, SMS))).answer).toEqual(opened.answer);
    expect(wordOf(await signIn.code(client.caller, SMS, { code: last() }))).toBe('complete');
    await world.auth.close();
  });

  it('X23 is not sent before the password is shown, and says nothing of the account', async () => {
    const host = await texting();
    await withNumber(host);
    await newAccount(host.world, 'eve@example.org');
    const { signIn } = host.world.auth;
    const before = host.texts.length;
    for (const identifier of [DORA, 'eve@example.org', 'nobody@example.org']) {
      const client = new Client(host.world);
      await client.keeps(signIn.begin(client.caller, { identifier }));
      expect(await signIn.sendCode(client.caller, SMS)).toEqual({ refused: 'invalid-credentials' });
      expect(await signIn.code(client.caller, SMS, { code: '123456' })).toEqual({ refused: 'invalid-credentials' });
    }
    expect(host.texts).toHaveLength(before);
    await host.world.auth.close();
  });
});
