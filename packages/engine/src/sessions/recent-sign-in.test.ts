import { milliseconds } from '@sallyport/core';
import { hostCode } from '@sallyport/engine';
import { demandOf } from '@sallyport/http';
import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD } from '../embedded.test-support.ts';

describe('a route that asks for a recent proof alone', () => {
  it('X8 asks for all that a sign-in asks of this account, and for no less', async () => {
    const world = await embedded({ policy: { requiredStrength: 'enhanced' } });
    const { auth } = world;
    await newAccount(world, 'dora@example.org');
    const dora = new Client(world);
    await dora.signsInByMail('dora@example.org');
    const { secret } = await dora.enrollsTotp();
    const recent = demandOf(undefined, { within: '5m' });
    expect(await auth.sessions.guard(dora.caller, recent)).toMatchObject({ mode: 'token' });

    world.now += 3_600_000;
    const within = milliseconds(300_000);
    const challenge = {
      refused: 'insufficient-strength',
      demand: { strengths: ['enhanced'], maxAgeSeconds: 300 },
    };
    expect(await auth.sessions.guard(dora.caller, recent)).toMatchObject(challenge);
    await dora.keeps(auth.signIn.stepUp(dora.caller, await dora.session(), { strength: 'single', within }));
    const byPassword = await dora.keeps(auth.signIn.password(dora.caller, { password: PASSWORD }));
    expect(byPassword.answer.status).toBe('complete');
    expect(await auth.sessions.guard(dora.caller, recent)).toMatchObject(challenge);

    await dora.keeps(auth.signIn.stepUp(dora.caller, await dora.session(), { strength: 'enhanced', within }));
    const byApp = await dora.keeps(auth.signIn.code(dora.caller, 'totp', { code: dora.totp(secret) }));
    expect(byApp.answer.status).toBe('complete');
    expect(await auth.sessions.guard(dora.caller, recent)).toMatchObject({ mode: 'token' });
    await auth.close();
  });

  it('X8 of two strengths names one at a time, and then the other', async () => {
    const world = await embedded({
      policy: {
        requiredStrength: 'single',
        strengths: {
          'by-app': { anyOf: [[{ method: 'password' }, { method: 'totp' }]] },
          'by-mail': { anyOf: [[{ method: 'password' }, { method: 'email-code' }]] },
        },
        roles: { writer: { requiredStrength: 'by-app' }, editor: { requiredStrength: 'by-mail' } },
      },
    });
    const { auth } = world;
    await auth.people.create({
      ...{ identifier: 'dora@example.org', email: 'dora@example.org', password: PASSWORD },
      roles: ['writer', 'editor'],
      by: hostCode('host'),
    });
    const dora = new Client(world);
    await dora.signsInByMail('dora@example.org');
    const { secret } = await dora.enrollsTotp();
    world.now += 3_600_000;

    const within = milliseconds(300_000);
    const recent = demandOf(undefined, { within: '5m' });
    const raises = async (strength: string) =>
      dora.keeps(auth.signIn.stepUp(dora.caller, await dora.session(), { strength, within }));
    expect(await auth.sessions.guard(dora.caller, recent)).toMatchObject({ demand: { strengths: ['by-mail'] } });
    await raises('by-mail');
    await dora.keeps(auth.signIn.password(dora.caller, { password: PASSWORD }));
    await dora.keeps(auth.signIn.sendCode(dora.caller, 'email-code'));
    await dora.keeps(auth.signIn.code(dora.caller, 'email-code', { code: world.mails.at(-1)?.code ?? '' }));
    expect(await auth.sessions.guard(dora.caller, recent)).toMatchObject({ demand: { strengths: ['by-app'] } });
    await raises('by-app');
    await dora.keeps(auth.signIn.code(dora.caller, 'totp', { code: dora.totp(secret) }));
    expect(await auth.sessions.guard(dora.caller, recent)).toMatchObject({ mode: 'token' });
    await auth.close();
  });
});
