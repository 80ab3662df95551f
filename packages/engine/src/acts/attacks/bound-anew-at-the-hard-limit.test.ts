import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD, provesNow } from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const DORA = 'dora@example.org';
const NEXT = 'a wholly new battery staple';
const BY = hostCode('host');
const HOUR = 3_600_000;

const POLICY = { requiredStrength: 'baseline', lockout: { maxFailures: 3, hardLimit: 3 } } as const;

async function closed() {
  const world = await embedded({ policy: POLICY });
  const accountId = await newAccount(world, DORA);
  const owner = new Client(world);
  await owner.signsInByMail(DORA);
  return { world, accountId, owner };
}

/** What the sign-in of a stranger answers, who gives these proofs. */
async function comes(world: Embedded, password: string, method?: 'email-code' | 'backup-code', code = 'wrong') {
  const { signIn } = world.auth;
  const stranger = new Client(world);
  const begun = await signIn.begin(stranger.caller, { identifier: DORA, password });
  if (isRefusal(begun) || method === undefined) return isRefusal(begun) ? begun.refused : begun.answer.status;
  await stranger.keeps(Promise.resolve(begun));
  if (method === 'email-code') await stranger.keeps(signIn.sendCode(stranger.caller, method));
  const sent = method === 'email-code' && code === 'mailed' ? (world.mails.at(-1)?.code ?? '') : code;
  const reply = await signIn.code(stranger.caller, method, { code: sent });
  return isRefusal(reply) ? reply.refused : reply.answer.status;
}

/** An hour later only the hard limit refuses. */
async function guesses(world: Embedded, ...proofs: [string, ('email-code' | 'backup-code')?]) {
  for (let guess = 0; guess < 3; guess++) await comes(world, ...proofs);
  world.now += HOUR;
  expect(await comes(world, ...proofs)).toBe('locked');
}

async function stepsUp(world: Embedded, client: Client, strength?: string): Promise<void> {
  await client.keeps(world.auth.signIn.stepUp(client.caller, await client.session(), { strength }));
}

async function acting(world: Embedded, client: Client) {
  return world.auth.me(await provesNow(world, world.store, client, ['password', 'email-code', 'totp']));
}

describe('guesses that reached the hard limit', () => {
  it('X4 at a password do not close the password that its owner sets', async () => {
    const { world, owner } = await closed();
    await guesses(world, 'wrong wrong wrong');
    await owner.keeps((await acting(world, owner)).changePassword(owner.caller, { current: PASSWORD, next: NEXT }));
    expect(await comes(world, NEXT)).toBe('continue');
  });

  it('X4 W16 at backup codes do not close the next ones', async () => {
    const { world, owner } = await closed();
    await stepsUp(world, owner);
    await owner.enrollsTotp();
    await guesses(world, PASSWORD, 'backup-code');
    const { backupCodes } = accepted(await (await acting(world, owner)).newBackupCodes());
    expect(await comes(world, PASSWORD, 'backup-code', backupCodes[0])).toBe('complete');
  });

  it.each(['in the session', 'in a sign-in'] as const)(
    'X4 W16 at backup codes do not close the first ones after a reset, issued %s',
    async (where) => {
      const { world, accountId, owner } = await closed();
      await stepsUp(world, owner);
      await owner.enrollsTotp();
      await guesses(world, PASSWORD, 'backup-code');
      accepted(await world.auth.people.resetTwoStep({ accountId }, { by: BY }));
      const again = new Client(world);
      await again.signsInByMail(DORA);
      await stepsUp(world, again, where === 'in the session' ? undefined : 'enhanced');
      const { answer } = (await again.enrollsTotp()).reply;
      const [code] = answer.status === 'complete' ? (answer.backupCodes ?? []) : [];
      expect(await comes(world, PASSWORD, 'backup-code', code)).toBe('complete');
    },
  );

  it.each(['its owner', 'the host'] as const)(
    'X4 X9 at mailed codes do not close a mailbox that %s gives',
    async (who) => {
      const { world, accountId, owner } = await closed();
      await guesses(world, PASSWORD, 'email-code');
      const email = 'dora@another.example';
      if (who === 'its owner') {
        expect(await (await acting(world, owner)).requestEmail(email)).toBeUndefined();
        const token = world.mails.findLast(({ kind }) => kind === 'email-change')?.token ?? '';
        accepted(await (await acting(world, owner)).confirmEmail(token));
      } else accepted(await world.auth.people.setEmail({ accountId }, { email, by: BY }));
      expect(await comes(world, PASSWORD, 'email-code', 'mailed')).toBe('complete');
    },
  );
});
