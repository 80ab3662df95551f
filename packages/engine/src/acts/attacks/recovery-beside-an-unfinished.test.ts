import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { tokenTo, wordFor } from './mailed-secret.test-support.ts';
import { accepted } from './planting.test-support.ts';

const IDA = 'ida@example.org';
const by = hostCode('hr');
const ANYBODY = { tenant: TENANT, mode: 'token' } as const;

/** A policy that asks for two set-ups. */
const TWO = {
  strengths: { office: { anyOf: [[{ method: 'password' }, { method: 'totp' }, { method: 'passkey' }]] } },
  requiredStrength: 'office',
} as const;

describe('an invited person who has a password, and left a set-up half done', () => {
  it('X13 X21 replaces a forgotten password by mail', async () => {
    const world = await embedded({ policy: TWO });
    const { people, signIn, recovery } = world.auth;
    const { accountId } = accepted(await people.create({ identifier: 'ida', email: IDA, invite: true, by }));
    accepted(await people.setPassword({ accountId }, { password: PASSWORD, by }));
    const ida = new Client(world);
    await ida.signsInByMail('ida');
    expect((await ida.enrollsTotp()).reply.answer.status).toBe('enroll');
    // The flow ends, and so does its token. The app that it set up counts nowhere else.
    world.now += 60 * 60_000;
    await recovery.begin(ANYBODY, { identifier: 'ida' });
    await world.auth.runBackgroundWork();
    const shown = { token: tokenTo(world, IDA, 'recovery'), next: 'chosen by Ida herself' };
    expect(await recovery.confirm(new Client(world).caller, shown)).toEqual({ status: 'recovered' });
    const typed = async (password: string) =>
      wordFor(await signIn.begin(new Client(world).caller, { identifier: 'ida', password }));
    // The mailbox that chose the password vouches for no set-up. The link of the invitation still does.
    expect([await typed(PASSWORD), await typed(shown.next)]).toEqual(['invalid-credentials', 'no-way-in']);
    const { events } = await world.auth.events({ of: { accountId } });
    const told = events.map(({ type }) => type);
    expect(told).toContain('password.reset');
    expect(told).not.toContain('factor.enrolled');
    await world.auth.close();
  });

  it('X13 X21 P11 also after a sign-in at a provider that opened no session', async () => {
    const world = await corporate({
      requiredStrength: 'baseline',
      providers: { corp: { mailDomains: ['example.org'] } },
    });
    const { people, recovery } = world.auth;
    const { accountId } = accepted(await people.create({ identifier: 'ida', email: IDA, invite: true, by }));
    accepted(await people.setPassword({ accountId }, { password: PASSWORD, by }));
    const tried = await new Browser(world).signsIn({ subject: 'ida', email: { address: IDA, verified: true } });
    expect(tried).not.toBe('complete');
    world.now += 60 * 60_000;
    await recovery.begin(ANYBODY, { identifier: 'ida' });
    await world.auth.runBackgroundWork();
    const shown = { token: tokenTo(world, IDA, 'recovery'), next: 'chosen by Ida herself' };
    expect(await recovery.confirm(new Client(world).caller, shown)).toEqual({ status: 'recovered' });
    await world.auth.close();
  });
});
