import type { PolicyInput } from '@sallyport/core';
import { isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../contended-store.test-support.ts';
import { Client, type Embedded, embedded, newAccount, PASSWORD, rewritesAccount } from '../embedded.test-support.ts';

describe('an authenticator app that another takes the place of', () => {
  it.each([
    ['is judged as ever where nothing changes', false],
    ['proves nothing any more where its code was judged before and is committed after', true],
  ])('X9 %s', async (_, isReplaced) => {
    const { store, memory, beforeTheNext } = contendedStore();
    const world = await embedded({ store });
    const id = await newAccount(world, 'dora@example.org');
    const owner = new Client(world);
    await owner.signsInByMail('dora@example.org');
    const { secret } = await owner.enrollsTotp();
    world.now += 60_000;

    const elsewhere = new Client(world);
    await elsewhere.keeps(
      world.auth.signIn.begin(elsewhere.caller, { identifier: 'dora@example.org', password: PASSWORD }),
    );
    beforeTheNext('commit', async () => {
      if (!isReplaced) return;
      const other = { sealed: 'of another app', enrolledAt: forAdapters(world.auth).now() };
      await rewritesAccount(memory, id, (account) => ({
        ...account,
        totp: account.totp && { ...account.totp, ...other },
      }));
    });
    const reply = await world.auth.signIn.code(elsewhere.caller, 'totp', { code: elsewhere.totp(secret) });
    expect(isRefusal(reply) ? reply.refused : reply.answer.status).toBe(
      isReplaced ? 'invalid-credentials' : 'complete',
    );
    await world.auth.close();
  });

  it.each([
    ['is granted on the code of an app that is still the one in use', false],
    ['is not granted on the code of an app that was replaced meanwhile', true],
  ])('X9 a flow that waits for another factor %s', async (_, isReplaced) => {
    const world = await embedded({ policy: THREE_FACTORS });
    const { auth, owner, secret } = await ownerWithApp(world);
    const waiting = new Client(world);
    await waiting.keeps(auth.signIn.begin(waiting.caller, { identifier: 'dora@example.org', password: PASSWORD }));
    await waiting.keeps(auth.signIn.code(waiting.caller, 'totp', { code: waiting.totp(secret) }));
    await waiting.keeps(auth.signIn.sendCode(waiting.caller, 'email-code'));
    const code = world.mails.at(-1)?.code ?? '';
    world.now += 60_000;
    const replacement = isReplaced ? await owner.enrollsTotp() : undefined;
    world.now += 60_000;

    const { answer } = await waiting.keeps(auth.signIn.code(waiting.caller, 'email-code', { code }));
    expect(answer).toMatchObject(
      isReplaced ? { status: 'continue', accept: [{ method: 'totp' }] } : { status: 'complete' },
    );
    if (replacement !== undefined) {
      const last = await waiting.keeps(
        auth.signIn.code(waiting.caller, 'totp', { code: waiting.totp(replacement.secret) }),
      );
      expect(last.answer.status).toBe('complete');
    }
    await auth.close();
  });

  it('X8 a session that rests on it goes on, and a step-up of it asks for the new one', async () => {
    const world = await embedded({ policy: THREE_FACTORS });
    const { auth, owner } = await ownerWithApp(world);
    const { secret } = await owner.enrollsTotp();
    world.now += 60_000;
    const session = await owner.session();
    expect(await auth.authorize(session, {})).toMatchObject({ outcome: 'granted' });

    const begun = await owner.keeps(auth.signIn.stepUp(owner.caller, session, { strength: 'three' }));
    expect(begun.answer).toMatchObject({ status: 'continue', accept: [{ method: 'totp' }] });
    const raised = await owner.keeps(auth.signIn.code(owner.caller, 'totp', { code: owner.totp(secret) }));
    expect(raised.answer.status).toBe('complete');
    const again = await owner.keeps(auth.signIn.stepUp(owner.caller, await owner.session(), { strength: 'three' }));
    expect(again.answer.status).toBe('complete');
    await auth.close();
  });
});

const THREE_FACTORS: PolicyInput<string> = {
  strengths: { three: { anyOf: [[{ method: 'password' }, { method: 'totp' }, { method: 'email-code' }]] } },
  requiredStrength: 'three',
};

/** Somebody who has an app, and is signed in with it. */
async function ownerWithApp(world: Embedded) {
  await newAccount(world, 'dora@example.org');
  const owner = new Client(world);
  await owner.signsInByMail('dora@example.org');
  const { secret } = await owner.enrollsTotp();
  world.now += 60_000;
  return { auth: world.auth, owner, secret };
}
