import { definePolicy, reachOf } from '@sallyport/core';
import { hostCode } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { imports, registeredElsewhere } from '../../administration/import-people.test-support.ts';
import { Client, embedded } from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const by = hostCode('host');
const NEXT = 'another battery, another staple';
/** The administrator types a password, and shows a second factor, which is no way in. */
const POLICY = { requiredStrength: 'baseline', roles: { 'super-admin': { methods: ['password'] } } } as const;

/** Decisions: "A forbidden way in counts for nothing, not even as a second factor. A passkey may be a second factor without being a way in." */
describe('X21 somebody whom a mailed link lets in, and who has a second factor that is no way in', () => {
  it.each([
    ['a passkey', { passkeys: [{ id: 'k', userVerified: true }] }],
    ['a telephone', { passkeys: [], codes: ['sms'] }],
  ])('is not stranded: the link brings the password beside %s', (_, factors) => {
    const policy = definePolicy({ requiredStrength: 'baseline', methods: ['password'] });
    const facts = { roles: [], factors } as unknown as Parameters<typeof reachOf>[1];
    expect(reachOf(policy, facts, 'by-invitation').impact).toBe('must-enroll');
  });
});

describe('X35 the only administrator, for whom a code of a help-in waits', () => {
  it('counts as an administrator, so that no bootstrap makes a second one', async () => {
    const world = await embedded({ policy: POLICY });
    const { people, signIn } = world.auth;
    const key = createAuthenticator();
    const passkeys = [await registeredElsewhere(key, 'user 42')];
    const boss = { identifier: 'boss@example.org' };
    await imports(world, [{ ...boss, roles: ['super-admin'], passkeys }]);
    const { enrollmentCode = '' } = accepted(await people.helpIn(boss, { lost: ['password'], by }));
    const second = await people.bootstrap({ email: 'second@example.org', by });
    const client = new Client(world);
    await client.keeps(signIn.begin(client.caller, boss));
    const reply = await client.keeps(signIn.enrollmentCode(client.caller, { code: enrollmentCode, password: NEXT }));
    // The code waits for its owner, who goes on with the passkey.
    expect(reply.answer).toMatchObject({ status: 'continue', accept: [{ method: 'passkey' }] });
    expect(second).toMatchObject({ refused: 'not-permitted' });
    await world.auth.close();
  });
});
