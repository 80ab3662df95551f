import { instant } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, provesNow, rewritesAccount, signedIn, TENANT } from '../embedded.test-support.ts';
import { DORA, isIn, type Owner, owner, passkey } from './own-account.test-support.ts';

const APP = { id: 'app', sealed: 'sealed', lastStep: 1, enrolledAt: instant(1) };
const linked = (provider: string) => ({
  id: `at-${provider}`,
  method: 'sso' as const,
  provider,
  issuer: 'https://idp.example.org',
  subject: '7',
  linkedAt: instant(1),
});

/** Whose event it is, and by whom: the owner's own. */
const own = ({ world, accountId }: Owner, rest: object) => ({
  tenant: TENANT,
  id: expect.any(String),
  at: world.now,
  accountId,
  actor: accountId,
  ...rest,
});

describe('a passkey of one’s own', () => {
  it('P6 takes another name, and the others keep theirs', async () => {
    const dora = await owner();
    const { me } = dora.world.auth;
    await dora.has({ passkeys: [passkey('phone'), passkey('key')] });
    const before = await dora.account();
    const view = await me(await dora.session()).renamePasskey('key', 'In the drawer');
    const passkeys = [passkey('phone'), passkey('key', { name: 'In the drawer' })];
    expect(await dora.account()).toEqual({ ...before, version: before.version + 1, passkeys });
    expect(view).toEqual(me(await dora.session()).view());
    expect(view).toMatchObject({ factors: { passkeys: [{ name: 'the phone' }, { name: 'In the drawer' }] } });
    expect(await me(await dora.session()).renamePasskey('else', 'Mine')).toEqual({ refused: 'not-found' });
    expect((await dora.account()).passkeys).toEqual(passkeys);
  });

  it('W15 is removed by itself: what rests on it ends, and the other passkey stays with what rests on that', async () => {
    const dora = await owner();
    const { me } = dora.world.auth;
    await dora.has({ passkeys: [passkey('phone'), passkey('key')], totp: APP });
    const [byPhone, byKey] = [await dora.elsewhere('passkey:phone'), await dora.elsewhere('passkey:key')];
    const view = await me(await dora.session()).removePasskey('phone');
    expect(view).toEqual(me(await dora.session()).view());
    expect(await dora.account()).toMatchObject({ passkeys: [passkey('key')], totp: APP });
    expect(await dora.events()).toEqual([own(dora, { type: 'passkey.revoked', detail: { passkey: 'phone' } })]);
    expect([await isIn(dora.world, byPhone), await isIn(dora.world, byKey)]).toEqual([false, true]);
    expect(
      await dora.world.store.listSessions(TENANT, dora.accountId, forAdapters(dora.world.auth).now()),
    ).toHaveLength(2);
    expect(await me(await dora.session()).removePasskey('phone')).toEqual({ refused: 'not-found' });
    expect(await dora.events()).toEqual([]);
    expect((await dora.account()).passkeys).toEqual([passkey('key')]);
  });
});

describe('a factor of one’s own', () => {
  it('X9 an app is removed with the sessions that rest on it, and its owner is told', async () => {
    const dora = await owner();
    const { me } = dora.world.auth;
    await dora.has({ totp: APP });
    const byApp = await dora.elsewhere('totp:app');
    expect(await me(await dora.session()).removeCode('totp')).toEqual(me(await dora.session()).view());
    const removed = own(dora, { type: 'factor.removed', method: 'totp', detail: { factor: 'totp' } });
    expect(await dora.events()).toEqual([removed]);
    expect(await dora.account()).not.toHaveProperty('totp');
    expect(await isIn(dora.world, byApp)).toBe(false);
    expect(
      await dora.world.store.listSessions(TENANT, dora.accountId, forAdapters(dora.world.auth).now()),
    ).toHaveLength(1);
    await dora.world.auth.runBackgroundWork();
    expect(dora.world.notices.at(-1)).toEqual({ event: removed, addresses: [DORA], identifiers: [DORA] });
    expect(await me(await dora.session()).removeCode('totp')).toEqual({ refused: 'not-found' });
  });

  it('P7 an identity at a provider is unlinked, and the one at another stays', async () => {
    const dora = await owner();
    const { me } = dora.world.auth;
    await dora.has({ externalIds: [linked('corp'), linked('club')] });
    const [byCorp, byClub] = [await dora.elsewhere('external-id:at-corp'), await dora.elsewhere('external-id:at-club')];
    expect(await me(await dora.session()).removeExternalId('corp')).toEqual(me(await dora.session()).view());
    expect((await dora.account()).externalIds).toEqual([linked('club')]);
    expect(await dora.events()).toEqual([own(dora, { type: 'external-id.unlinked', detail: { provider: 'corp' } })]);
    expect([await isIn(dora.world, byCorp), await isIn(dora.world, byClub)]).toEqual([false, true]);
    expect(await me(await dora.session()).removeExternalId('corp')).toEqual({ refused: 'not-found' });
    expect(await dora.events()).toEqual([]);
  });
});

describe('backup codes', () => {
  it('W16 are regenerated for who has a strong factor: ten new ones, shown once, and the earlier ones are void', async () => {
    const dora = await owner();
    const { me } = dora.world.auth;
    await dora.has({ totp: APP });
    const before = await dora.account();
    const shown = await me(await dora.session()).newBackupCodes();
    expect(shown).toEqual({ backupCodes: Array.from({ length: 10 }, () => expect.any(String)) });
    const after = await dora.account();
    const hashes = Array.from({ length: 10 }, () => expect.any(String));
    const backupCodes = { id: expect.any(String), issuedAt: dora.world.now, hashes, key: expect.any(String) };
    expect(after).toEqual({ ...before, version: before.version + 1, backupCodes });
    expect(await dora.events()).toEqual([own(dora, { type: 'backup-codes.issued' })]);
    await me(await dora.session()).newBackupCodes();
    const { backupCodes: next } = await dora.account();
    expect(next?.hashes.filter((hash) => after.backupCodes?.hashes.includes(hash))).toEqual([]);
  });

  it('W16 X7 are issued to one of five requests at once, and work', async () => {
    const dora = await owner();
    await dora.has({ totp: APP });
    const { me } = dora.world.auth;
    const session = await dora.session();
    const atOnce = [1, 2, 3, 4].map(() => me(session).newBackupCodes());
    // The fifth was let in with the others, and comes to the store after them.
    const answers = [...(await Promise.all(atOnce)), await me(session).newBackupCodes()];
    expect(answers.filter(isRefusal)).toEqual([1, 2, 3, 4].map(() => ({ refused: 'precondition-failed' })));
    const [shown] = answers.flatMap((answer) => (isRefusal(answer) ? [] : answer.backupCodes));
    expect(await dora.events()).toEqual([own(dora, { type: 'backup-codes.issued' })]);
    const again = new Client(dora.world);
    await again.keeps(dora.world.auth.signIn.begin(again.caller, { identifier: DORA, password: PASSWORD }));
    const code = { code: shown ?? '' };
    expect(await dora.world.auth.signIn.code(again.caller, 'backup-code', code)).toMatchObject({
      answer: { status: 'complete' },
    });
  });

  it('W16 are not issued without a strong factor, nor in a session that is over', async () => {
    const dora = await owner();
    const { me, sessions } = dora.world.auth;
    expect(await me(await dora.session()).newBackupCodes()).toEqual({ refused: 'not-permitted' });
    await dora.has({ passkeys: [passkey('phone')] });
    const session = await dora.session();
    await sessions.end(dora.client.caller, session);
    await dora.events();
    expect(await me(session).newBackupCodes()).toEqual({ refused: 'no-session' });
    expect(await dora.account()).not.toHaveProperty('backupCodes');
    expect(await dora.events()).toEqual([]);
  });
});

describe('the last way in', () => {
  it('P10 is not removed by its owner', async () => {
    const dora = await owner({ policy: { enrollment: { firstFactor: 'vouched' } } });
    const { me } = dora.world.auth;
    await dora.has({ totp: APP });
    const session = await dora.session();
    await dora.has({ email: undefined });
    const before = await dora.account();
    expect(await me(session).removeCode('totp')).toMatchObject({ refused: 'no-way-in-left' });
    expect(await dora.account()).toEqual(before);
  });
});

describe('one’s own account', () => {
  it('X9 has its password changed in the session that is at hand', async () => {
    const dora = await owner();
    const { me } = dora.world.auth;
    const elsewhere = await dora.elsewhere();
    const { password } = await dora.account();
    const next = 'another horse battery staple';
    const changed = me(await dora.session()).changePassword(dora.client.caller, { current: PASSWORD, next });
    expect(await dora.client.keeps(changed)).toMatchObject({ answer: { status: 'complete' } });
    expect((await dora.account()).password).not.toEqual(password);
    expect([await isIn(dora.world, dora.client), await isIn(dora.world, elsewhere)]).toEqual([true, false]);
  });

  it('X18 is deleted by its owner, with one event, and by nobody whose session is over', async () => {
    const dora = await owner();
    const { me, sessions } = dora.world.auth;
    const over = await dora.session();
    const again = await dora.elsewhere();
    await sessions.end(dora.client.caller, over);
    await dora.events();
    expect(await me(over).remove()).toEqual({ refused: 'no-session' });
    expect(await dora.events()).toEqual([]);
    expect((await dora.account()).id).toBe(dora.accountId);
    expect(await me(await again.session()).remove()).toBeUndefined();
    expect(await dora.world.store.readAccount(TENANT, dora.accountId)).toBeUndefined();
    expect((await dora.events()).map(({ type }) => type)).toEqual(['account.deleted']);
  });
});

describe('the last administrator', () => {
  /** Dora and Ben, who may change the policy: each has an app, without which they could not. */
  async function administrators() {
    const dora = await owner({ policy: { emailCodes: { offer: 'always' }, enrollment: { firstFactor: 'vouched' } } });
    const { people } = dora.world.auth;
    const ben = await signedIn(dora.world, 'ben@example.org');
    const { accountId } = await ben.session();
    await dora.has({ totp: APP });
    await people.setRoles({ accountId: dora.accountId }, { roles: ['super-admin'], by: hostCode('host') });
    await rewritesAccount(dora.world.store, accountId, (account) => ({ ...account, totp: APP }));
    await people.setRoles({ accountId }, { roles: ['super-admin'], by: hostCode('host') });
    return { dora, ben };
  }
  const stranded = { refused: 'policy-strands-administrators' };

  it('W4 keeps the app without which nobody could change the policy any more', async () => {
    const { dora, ben } = await administrators();
    const { me } = dora.world.auth;
    expect(await me(await provesNow(dora.world, dora.world.store, ben)).removeCode('totp')).toMatchObject({
      factors: { totp: false },
    });
    const before = await dora.account();
    expect(await me(await dora.session()).removeCode('totp')).toEqual(stranded);
    expect(await dora.account()).toEqual(before);
  });

  it('W4 of two who remove theirs at the same moment, one does', async () => {
    const { dora, ben } = await administrators();
    const { me } = dora.world.auth;
    const [doras, bens] = [await dora.session(), await provesNow(dora.world, dora.world.store, ben)];
    dora.beforeTheNext('commit', async () =>
      expect(await me(bens).removeCode('totp')).toMatchObject({ factors: { totp: false } }),
    );
    expect(await me(doras).removeCode('totp')).toEqual(stranded);
    expect((await dora.account()).totp).toEqual(APP);
  });
});
