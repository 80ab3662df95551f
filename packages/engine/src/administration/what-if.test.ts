import type { PolicyInput } from '@sallyport/core';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, TENANT } from '../embedded.test-support.ts';
import { office, recordOf, somebody } from './office.test-support.ts';

const BCRYPT = '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy';
const FIRST: PolicyInput<string> = { administrators: ADMINISTRATORS, requiredStrength: 'single' };

/** Eve has a password, a mailbox and the role `external`, under a policy that requires two factors. */
async function withEve() {
  const on = await office();
  const { world, commits } = on;
  const eve = await somebody(world, 'eve', ['external']);
  const policy: PolicyInput<string> = { ...FIRST, roles: { external: { requiredStrength: 'baseline' } } };
  expect(await world.auth.policy.set(TENANT, policy, { ifVersion: 1, by: hostCode('host') })).toMatchObject({
    version: 2,
  });
  commits.length = 0;
  const asks = (evidence: readonly string[], policy?: PolicyInput<string>) =>
    world.auth.policy.whatIf(TENANT, { accountId: eve, evidence, policy });
  return { ...on, eve, asks };
}

describe('a sign-in that nobody makes', () => {
  it('N5 gets the answer of the real sign-in, step by step, and writes nothing', async () => {
    const { world, eve, asks, commits } = await withEve();
    const before = await recordOf(world, eve);
    expect(await asks([])).toMatchObject({ status: 'continue', accept: [{ method: 'password' }] });
    const asked = await asks(['password']);
    expect(asked).toMatchObject({
      ...{ status: 'continue', accept: [{ method: 'email-code', sentTo: expect.stringContaining('•') }] },
      because: expect.arrayContaining([
        expect.objectContaining({ code: 'strength-required', message: expect.any(String) }),
      ]),
    });
    expect(await asks(['password', 'email-code'])).toMatchObject({ status: 'complete', strength: 'baseline' });
    expect(commits).toEqual([]);
    expect(await recordOf(world, eve)).toEqual(before);
    const { events } = await world.auth.events({ tenant: TENANT, of: { accountId: eve } });
    expect(events.map(({ type }) => type)).not.toContain('sign-in.started');
  });

  it('N5 leaves out a proof that the sign-in would not ask for, such as a mailed code beside an app', async () => {
    const { world, asks } = await withEve();
    const imported = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', algorithm: 'SHA1', digits: 6, period: 30 } as const;
    const row = { identifier: 'dina@example.org', email: 'dina@example.org', emailVerified: true, totp: imported };
    for await (const report of world.auth.people.import([{ ...row, roles: ['external'], passwordHash: BCRYPT }], {
      by: hostCode('test'),
    }))
      expect(report.outcome).toBe('imported');
    const ofDina = (...evidence: readonly string[]) =>
      world.auth.policy.whatIf(TENANT, { identifier: 'dina@example.org', evidence });
    const afterPassword = await ofDina('password');
    expect(afterPassword).toMatchObject({ status: 'continue', accept: [{ method: 'totp' }] });
    expect(await ofDina('password', 'email-code')).toEqual(afterPassword);
    expect(await ofDina('password', 'email-code', 'totp')).toMatchObject({ status: 'complete', strength: 'enhanced' });
    expect(await asks(['password', 'email-code'])).toMatchObject({ status: 'complete', strength: 'baseline' });
  });

  it('N5 goes by a draft', async () => {
    const { asks } = await withEve();
    const all = ['password', 'email-code'];
    expect(await asks(all, { requiredStrength: 'enhanced' })).toMatchObject({
      status: 'enroll',
      offer: expect.arrayContaining([{ method: 'passkey' }]),
    });
    expect(await asks(all, { methods: ['passkey'] })).toMatchObject({ status: 'denied', code: 'method-not-allowed' });
    expect(await asks(all, { requiredStrength: 'nothing' })).toMatchObject({
      ...{ refused: 'malformed-input', errors: [{ path: 'policy.requiredStrength' }] },
    });
  });

  it('N5 says what a blocked account gets, and finds an account by its identifier in its own tenant alone', async () => {
    const { world, eve } = await withEve();
    const asks = (tenant: string, identifier: string) =>
      world.auth.policy.whatIf(tenant, { identifier, evidence: ['password'] });
    expect(await asks(TENANT, 'EVE@example.org ')).toMatchObject({ status: 'continue' });
    expect(await asks(TENANT, 'nobody@example.org')).toEqual({ refused: 'not-found' });
    await world.auth.people.block({ accountId: eve }, { reason: 'left', by: hostCode('host') });
    expect(await asks(TENANT, 'eve@example.org')).toMatchObject({
      ...{ status: 'denied', code: 'account-blocked', because: [{ code: 'account-blocked' }] },
    });
    await expect(asks('elsewhere', 'eve@example.org')).rejects.toMatchObject({ code: 'bad-tenant' });
  });

  it.each<readonly [unknown, string]>([
    ['password', 'evidence'],
    [Array(21).fill('password'), 'evidence'],
    [['password', 7], 'evidence.1'],
    [['pasword'], 'evidence.0'],
    [['password', 'totp'], 'evidence.1'],
    [['sso'], 'evidence.0'],
  ])('N5 refuses the proofs %j', async (evidence, path) => {
    const { asks } = await withEve();
    expect(await asks(evidence as string[])).toMatchObject({ refused: 'malformed-input', errors: [{ path }] });
  });
});
