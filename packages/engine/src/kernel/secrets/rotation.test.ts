import type { Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD, storedAccount } from '../../embedded.test-support.ts';

const [OLD, NEW] = ['the old secret, which is long enough', 'the new secret, which is long enough'];
/** Dora has an authenticator app, and Max a mailbox alone. */
const [DORA, MAX] = ['dora@example.org', 'max@example.org'];

/** A process of the host, whose secrets a test replaces while the process runs. */
async function processOn(store: Store): Promise<{ readonly world: Embedded; secrets: readonly string[] }> {
  const process = { secrets: [OLD] as readonly string[] };
  const world = await embedded({ store, secrets: () => process.secrets });
  return Object.assign(process, { world });
}

/** Both begin a sign-in at one process, and prove the app and the mailbox at another. */
async function signsIn(secret: string, begunAt: Embedded, provedAt: Embedded): Promise<void> {
  for (const world of [begunAt, provedAt]) world.now += 15 * 60_000;
  const byApp = new Client(begunAt);
  await byApp.keeps(begunAt.auth.signIn.begin(byApp.caller, { identifier: DORA, password: PASSWORD }));
  const code = generateSync({ secret, epoch: Math.floor(provedAt.now / 1000) });
  const granted = await byApp.keeps(provedAt.auth.signIn.code(byApp.caller, 'totp', { code }));
  expect(granted.answer.status).toBe('complete');
  const byMail = new Client(begunAt);
  await byMail.keeps(begunAt.auth.signIn.begin(byMail.caller, { identifier: MAX, password: PASSWORD }));
  await byMail.keeps(begunAt.auth.signIn.sendCode(byMail.caller, 'email-code'));
  const mailed = begunAt.mails.at(-1)?.code ?? '';
  const answered = await byMail.keeps(provedAt.auth.signIn.code(byMail.caller, 'email-code', { code: mailed }));
  expect(answered.answer.status).toBe('complete');
}

describe('two processes whose secret is rotated', () => {
  it('X40 answer every sign-in if each has both secrets before one of them seals with the new one', async () => {
    const store = memoryStore();
    const [one, other] = [await processOn(store), await processOn(store)];
    const accountId = await newAccount(one.world, DORA);
    await newAccount(one.world, MAX);
    const client = new Client(one.world);
    await client.signsInByMail(DORA);
    const { secret } = await client.enrollsTotp();
    const sealed = async () => (await storedAccount(store, accountId)).totp?.sealed ?? '';
    const byOld = (await sealed()).split('.')[0];
    for (const secrets of [[OLD], [OLD, NEW], [NEW, OLD], [NEW]]) {
      one.secrets = secrets;
      await signsIn(secret, one.world, other.world);
      await signsIn(secret, other.world, one.world);
      other.secrets = secrets;
      await signsIn(secret, one.world, other.world);
      await signsIn(secret, other.world, one.world);
    }
    expect((await sealed()).split('.')[0]).not.toBe(byOld);
  });

  it('X40 X17 fault with the key that is missing, and change nothing, if one lacks the new secret', async () => {
    const store = memoryStore();
    const [one, other] = [await processOn(store), await processOn(store)];
    const accountId = await newAccount(one.world, DORA);
    await newAccount(one.world, MAX);
    one.secrets = [NEW, OLD];
    const client = new Client(one.world);
    await client.signsInByMail(DORA);
    const { secret } = await client.enrollsTotp();
    const before = await storedAccount(store, accountId);
    await expect(signsIn(secret, one.world, other.world)).rejects.toMatchObject({ code: 'unknown-key' });
    expect(await storedAccount(store, accountId)).toEqual(before);
    other.secrets = [OLD, NEW];
    await signsIn(secret, one.world, other.world);
  });
});
