import { type Evidence, instant } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, rewritesSession } from '../../embedded.test-support.ts';
import {
  DORA,
  type Enrolling,
  elsewhere,
  enrolling,
  MINUTE,
  NUMBER,
  OTHER_NUMBER,
  pendingSecret,
  registration,
  rewrites,
  WRONG,
  withApp,
} from '../../sign-in/enrollment/enrolling.test-support.ts';
import { accepted, THIEFS } from './planting.test-support.ts';

const SMS = 'sms-code';

/** Sets up a telephone, or another telephone in its place. */
async function setsPhone({ world: { auth }, lastCode }: Enrolling, { caller }: Client, address: string): Promise<void> {
  accepted(await auth.enroll.code(caller, SMS, { address }));
  accepted(await auth.enroll.confirmCode(caller, SMS, { code: lastCode() }));
}

describe('a pending change of address, when the owner replaces the factor of the person who asked for it', () => {
  it('X9 ends with the former app', async () => {
    const at = await enrolling();
    const { auth, mails } = at.world;
    const { secret } = await at.client.enrollsTotp();
    const [owner, thief] = [await withApp(at, secret), await withApp(at, secret)];
    expect(await auth.me(await thief.session()).requestEmail('thief@evil.example')).toBeUndefined();
    const token = mails.at(-1)?.token ?? '';
    const lured = await withApp(at, (await owner.enrollsTotp()).secret);
    expect(await auth.me(await lured.session()).confirmEmail(token)).toEqual(WRONG);
    expect((await at.account()).backupCodes).toBeDefined();
  });

  it('X9 ends with the former backup codes', async () => {
    const at = await enrolling();
    const { auth, mails } = at.world;
    const { secret } = await at.client.enrollsTotp();
    const owner = await withApp(at, secret);
    expect(await auth.me(await owner.session()).requestEmail('thief@evil.example')).toBeUndefined();
    const token = mails.at(-1)?.token ?? '';
    accepted(await auth.me(await owner.session()).newBackupCodes());
    expect(await auth.me(await owner.session()).confirmEmail(token)).toEqual(WRONG);
  });

  it('X9 ends with the former telephone', async () => {
    const at = await enrolling();
    const { auth, mails } = at.world;
    await setsPhone(at, at.client, NUMBER);
    expect(await auth.me(await at.client.session()).requestEmail('thief@evil.example')).toBeUndefined();
    const token = mails.at(-1)?.token ?? '';
    await setsPhone(at, at.client, OTHER_NUMBER);
    expect(await auth.me(await at.client.session()).confirmEmail(token)).toEqual(WRONG);
  });
});

it('N12 a proof by a former telephone makes no password independent of the mailbox', async () => {
  const at = await enrolling();
  const { world, client } = at;
  const { auth, mails } = world;
  await setsPhone(at, client, NUMBER);
  const thief = new Client(world);
  await auth.recovery.begin(thief.caller, { identifier: DORA });
  await auth.runBackgroundWork();
  const followed = await auth.recovery.confirm(thief.caller, { token: mails.at(-1)?.token ?? '', next: THIEFS });
  if ('status' in followed) throw new Error(followed.status);
  await thief.keeps(Promise.resolve(followed));
  await thief.keeps(auth.signIn.sendCode(thief.caller, SMS));
  const recovered = await thief.keeps(auth.signIn.code(thief.caller, SMS, { code: at.lastCode() }));
  expect(recovered.answer.status).toBe('complete');
  world.now += 3 * MINUTE;
  await thief.keeps(auth.signIn.stepUp(thief.caller, await thief.session(), { strength: 'baseline', within: '1m' }));
  await thief.keeps(auth.signIn.password(thief.caller, { password: THIEFS }));
  await thief.keeps(auth.signIn.sendCode(thief.caller, 'email-code'));
  await thief.keeps(auth.signIn.code(thief.caller, 'email-code', { code: mails.at(-1)?.code ?? '' }));
  const provenance = async () => (await at.account()).password?.provenance;
  expect(await provenance()).toBe('mailbox');
  // The owner replaces the telephone, as `codeEnrolled` writes it.
  await rewrites(at, ({ codes = [], ...account }) => ({
    ...account,
    codes: codes.map((code) => ({ ...code, address: OTHER_NUMBER, enrolledAt: instant(world.now) })),
  }));
  const changed = auth.me(await thief.session()).changePassword(thief.caller, { current: THIEFS, next: PASSWORD });
  await thief.keeps(changed);
  expect(await provenance()).toBe('mailbox');
});

describe('a passkey that is registered while the owner replaces the telephone', () => {
  /** A session by the password, the telephone, and pushed codes that an administrator set up. */
  async function scene() {
    const at = await enrolling();
    const { world, client } = at;
    const enrolledAt = instant(world.now);
    const phone = { method: SMS, id: 'phone', address: NUMBER, enrolledAt } as const;
    const push = { method: 'push-code', id: 'push', address: NUMBER, enrolledAt, setUpBy: 'pia' } as const;
    await rewrites(at, (account) => ({ ...account, codes: [phone, push] }));
    const proofs = [phone, push].map(
      ({ method, id, ...code }): Evidence => ({
        ...{ method, at: instant(world.now), binding: `${method}:${id}`, confirmedAt: enrolledAt },
        ...('setUpBy' in code ? { setUpBy: code.setUpBy } : {}),
      }),
    );
    await rewritesSession(world, world.store, await client.session(), (record) => ({
      ...record,
      evidence: [...record.evidence.filter(({ method }) => method === 'password'), ...proofs],
    }));
    const replaces = () =>
      rewrites(at, (account) => ({ ...account, codes: [{ ...phone, enrolledAt: instant(world.now + 1) }, push] }));
    return { ...at, replaces, response: await registration(at, client) };
  }

  it('N15 is the owner’s if the telephone is replaced afterwards, and the administrator’s too if it was replaced before', async () => {
    for (const isBefore of [false, true]) {
      const { world, client, replaces, response, account } = await scene();
      if (isBefore) await replaces();
      accepted(await world.auth.enroll.passkey(client.caller, { response }));
      expect((await account()).passkeys.map(({ setUpBy }) => setUpBy)).toEqual([isBefore ? 'pia' : undefined]);
    }
  });

  it('N15 is nobody’s if the telephone is replaced at the same moment', async () => {
    const { world, client, replaces, response, account, beforeTheNext } = await scene();
    beforeTheNext('commit', replaces);
    expect(await world.auth.enroll.passkey(client.caller, { response })).toEqual(WRONG);
    expect((await account()).passkeys).toEqual([]);
  });
});

it('X10 a secret is confirmed by the session that asked for it, and by no other', async () => {
  const at = await enrolling();
  const { world, client } = at;
  const thief = await elsewhere(at);
  const secret = await pendingSecret(at, thief);
  const code = client.totp(secret);
  expect(await world.auth.enroll.confirmCode(client.caller, 'totp', { code })).toEqual(WRONG);
  expect((await at.account()).totp).toBeUndefined();
  accepted(await world.auth.enroll.confirmCode(thief.caller, 'totp', { code }));
});
