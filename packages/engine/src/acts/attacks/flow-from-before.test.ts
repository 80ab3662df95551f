import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../../contended-store.test-support.ts';
import { Client, embedded, newAccount, PASSWORD, provesNow, TENANT } from '../../embedded.test-support.ts';
import { texting } from '../../sign-in/enrollment/delivered-codes.test-support.ts';
import { mailTo, wordFor } from './mailed-secret.test-support.ts';

const DORA = 'dora@example.org';

/** A thief with the password and the mailbox has begun a sign-in, and has the mailed code at hand. */
async function begun(options: Parameters<typeof embedded>[0] = {}) {
  const { store, beforeTheNext } = contendedStore();
  const world = await embedded({ store, ...options });
  await newAccount(world, DORA);
  const [owner, thief] = [new Client(world), new Client(world)];
  await owner.signsInByMail(DORA);
  await provesNow(world, store, owner);
  await thief.keeps(world.auth.signIn.begin(thief.caller, { identifier: DORA, password: PASSWORD }));
  await thief.keeps(world.auth.signIn.sendCode(thief.caller, 'email-code'));
  const { code = '' } = mailTo(world, DORA, 'email-code');
  const types = async () => wordFor(await world.auth.signIn.code(thief.caller, 'email-code', { code }));
  const sends = async () => wordFor(await world.auth.signIn.sendCode(thief.caller, 'email-code'));
  return { world, owner, thief, types, sends, beforeTheNext };
}

describe('a sign-in that began before', () => {
  it('X3 N12 the owner set an app up does not go on by a mailed code, and none is mailed', async () => {
    const { world, owner, thief, types, sends } = await begun();
    await owner.enrollsTotp();
    const mails = world.mails.length;
    expect(await sends()).toBe('method-not-allowed');
    expect(await types()).toBe('method-not-allowed');
    expect(world.mails).toHaveLength(mails);
    expect(thief.caller.sessionToken).toBeUndefined();
    expect(await world.store.listCounters(TENANT)).not.toContainEqual(
      expect.objectContaining({ authenticator: 'email-code' }),
    );
    await world.auth.close();
  });

  it('X3 N12 nor if the owner’s app comes while the code is judged', async () => {
    const { world, owner, thief, types, beforeTheNext } = await begun();
    const { enroll } = world.auth;
    const pending = await enroll.secret(owner.caller, 'totp');
    if (isRefusal(pending)) throw new Error(pending.refused);
    const code = owner.totp(pending.secret);
    beforeTheNext('commit', async () => {
      expect(await enroll.confirmCode(owner.caller, 'totp', { code })).toMatchObject({
        answer: { status: 'complete' },
      });
    });
    expect(await types()).toBe('method-not-allowed');
    expect(thief.caller.sessionToken).toBeUndefined();
    await world.auth.close();
  });

  it('X3 N10 the policy offered mailed codes to nobody with an app does not go on by one', async () => {
    const { world, owner, types } = await begun({ policy: { emailCodes: { offer: 'always' } } });
    await owner.enrollsTotp();
    const { version } = await world.auth.policy.current(TENANT);
    const put = await world.auth.policy.set(TENANT, {}, { ifVersion: version, by: hostCode('host') });
    expect(put).not.toHaveProperty('refused');
    expect(await types()).toBe('method-not-allowed');
    await world.auth.close();
  });

  it('X3 stays open by what the owner set up', async () => {
    const { world, owner, thief } = await begun();
    const { secret } = await owner.enrollsTotp();
    world.now += 60_000;
    expect(wordFor(await world.auth.signIn.code(thief.caller, 'totp', { code: owner.totp(secret) }))).toBe(
      'method-not-allowed',
    );
    const anew = new Client(world);
    await anew.keeps(world.auth.signIn.begin(anew.caller, { identifier: DORA, password: PASSWORD }));
    expect(wordFor(await world.auth.signIn.code(anew.caller, 'totp', { code: owner.totp(secret) }))).toBe('works');
    await world.auth.close();
  });

  it('X3 N12 the owner set an app up does not go on by a code to the telephone', async () => {
    const { world, texts } = await texting();
    const accountId = await newAccount(world, DORA);
    expect(accountId).toBeDefined();
    const owner = new Client(world);
    await owner.signsInByMail(DORA);
    await provesNow(world, world.store, owner);
    const { enroll, signIn } = world.auth;
    await enroll.code(owner.caller, 'sms-code', { address: '+15550112' });
    await enroll.confirmCode(owner.caller, 'sms-code', { code: texts.at(-1)?.code ?? '' });
    world.now += 60_000;
    const thief = new Client(world);
    await thief.keeps(signIn.begin(thief.caller, { identifier: DORA, password: PASSWORD }));
    await thief.keeps(signIn.sendCode(thief.caller, 'sms-code'));
    const code = texts.at(-1)?.code ?? '';
    await provesNow(world, world.store, owner);
    await owner.enrollsTotp();
    expect(wordFor(await signIn.code(thief.caller, 'sms-code', { code }))).toBe('method-not-allowed');
    await world.auth.close();
  });
});
