import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { wordFor } from './mailed-secret.test-support.ts';
import { accepted } from './planting.test-support.ts';

const IDA = 'ida@example.org';
const by = hostCode('hr');
const ANYBODY = { tenant: TENANT, mode: 'token' } as const;

describe('an invited person whom an administrator helps in', () => {
  it('X21 X13 signs in with the password that was set by the code, also in another browser and a day later', async () => {
    const world = await embedded({ policy: { requiredStrength: 'baseline' } });
    const { people, signIn, recovery } = world.auth;
    const made = { identifier: 'ida', email: 'ida@exampel.org', invite: true, by } as const;
    const { accountId } = accepted(await people.create(made));
    const lost = { lost: ['mailbox'], email: IDA, by } as const;
    const { enrollmentCode: code = '' } = accepted(await people.helpIn({ accountId }, lost));
    const first = new Client(world);
    await first.keeps(signIn.begin(first.caller, { identifier: 'ida' }));
    const { answer } = await first.keeps(signIn.enrollmentCode(first.caller, { code, password: PASSWORD }));
    expect(answer).toMatchObject({ status: 'continue', accept: [{ method: 'email-code' }] });
    const { events } = await world.auth.events({ of: { accountId } });
    expect(events.map(({ type }) => type)).toContain('password.changed');
    // The code ended, and the administrators see an account with a password.
    world.now += 25 * 60 * 60_000;
    expect(await people.find({ accountId })).toMatchObject({ factors: { password: true } });
    const entered = await signIn.begin(new Client(world).caller, { identifier: 'ida', password: PASSWORD });
    await recovery.begin(ANYBODY, { identifier: 'ida' });
    await world.auth.runBackgroundWork();
    expect({ entered: wordFor(entered), mails: world.mails.map(({ kind }) => kind) }).toEqual({
      entered: 'continue',
      mails: ['invitation', 'recovery'],
    });
    await world.auth.close();
  });
});
