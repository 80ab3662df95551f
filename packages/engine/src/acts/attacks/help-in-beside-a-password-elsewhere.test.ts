import { hostCode, type ImportRow, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded } from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const by = hostCode('help desk');
const IDA = 'ida@example.org';
const APP = { totp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' } } as const;

/**
 * docs/guide/moving-users.md: "Leave the option out when the former system goes". docs/guide/getting-in.md: "If the password was lost, the code
 * comes in its place, with a new password beside it". HTTP.md: "it leads to a factor or a new password".
 */
describe('X21 the code of a help-in, after the end of the former system', () => {
  it.each([
    ['the mailbox was lost', { email: IDA, emailVerified: true }, ['mailbox']],
    ['the app was lost, and there is no mailbox', APP, ['app']],
  ] as const)('lets the person choose a password: %s', async (_, has, lost) => {
    const row: ImportRow = { identifier: IDA, passwordElsewhere: true, ...has };
    const before = await embedded({ policy: { requiredStrength: 'single' }, verifyElsewhere: () => 'right' });
    for await (const { outcome } of before.auth.people.import([row], { by })) expect(outcome).toBe('imported');
    const world = await embedded({ policy: { requiredStrength: 'single' }, store: before.store });
    const { people, signIn } = world.auth;
    const helped = accepted(await people.helpIn({ identifier: IDA }, { lost, by }));
    const ida = new Client(world);
    await ida.keeps(signIn.begin(ida.caller, { identifier: IDA }));
    const password = 'a new battery for the staple';
    const shown = await signIn.enrollmentCode(ida.caller, { code: helped.enrollmentCode ?? '', password });
    const answer = isRefusal(shown) ? shown.refused : shown.answer.status;
    expect({ keeps: helped.keeps, answer }).toEqual({ keeps: [], answer: 'complete' });
    await Promise.all([before.auth.close(), world.auth.close()]);
  });
});
