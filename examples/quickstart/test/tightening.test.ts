import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from './support/clock.ts';
import { complete, problem } from './support/expectations.ts';
import { FIRST_POLICY, type Policy, type QuickstartOptions, quickstartForThisTest } from './support/quickstart.ts';

type OnTighten = NonNullable<Policy['onTighten']>;

/** Signs in a person at baseline, and then raises the tenant to enhanced. */
async function tightenedUnder(
  onTighten: OnTighten,
  beforehand: OnTighten = onTighten,
  options: QuickstartOptions = {},
) {
  const app = await quickstartForThisTest({ ...options, policy: { ...FIRST_POLICY, onTighten: beforehand } });
  const dora = app.person('dora@example.org');
  expect(await dora.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  const raise = async (change: Partial<Policy> = {}) => {
    const ada = await app.admin();
    const reply = await ada.putsPolicy({ ...FIRST_POLICY, onTighten, requiredStrength: 'enhanced', ...change });
    expect(reply.status).toBe(200);
  };
  const opensReports = async () => (await dora.client.host('GET', '/app/reports')).status;
  return { app, dora, raise, opensReports };
}

describe('a policy that was tightened', () => {
  it('W5 leaves those who are signed in alone, unless it says otherwise', async () => {
    const { raise, opensReports } = await tightenedUnder('next-sign-in');
    await raise();
    expect(await opensReports()).toBe(200);
  });

  it('N10 next-request: ends a session that falls short, at its next request', async () => {
    const { dora, raise, opensReports } = await tightenedUnder('next-request');
    expect(await opensReports()).toBe(200);
    await raise();
    expect(await opensReports()).toBe(401);
    expect(await dora.session()).toMatchObject(problem(401, 'no-session'));
  });

  it('N10 step-up: asks for what is missing, and the session goes on when it is proved', async () => {
    const { dora, raise } = await tightenedUnder('step-up');
    await raise();
    const refused = await dora.client.host('GET', '/app/reports');
    expect(refused).toMatchObject({ status: 401, body: { code: 'insufficient-strength' } });
    expect(refused.headers.get('www-authenticate')).toContain('acr_values="enhanced"');
    expect((await dora.session()).status).toBe(200);
    expect((await dora.client.post('/step-up', { strength: 'enhanced' })).body.status).toBe('enroll');
    expect(await dora.enrollsTotp()).toMatchObject(complete('enhanced'));
    expect((await dora.client.host('GET', '/app/reports')).status).toBe(200);
  });

  it('N10 revoke: ends the sessions that fall short with the change, with an event each, and no other', async () => {
    const { app, dora, raise, opensReports } = await tightenedUnder('revoke');
    const ben = app.person('ben@example.org');
    await ben.proves('password', 'email-code');
    expect((await ben.enrollsTotp()).status).toBe(200);
    await ben.proves('password', 'totp');
    await raise();
    expect(await opensReports()).toBe(401);
    expect((await ben.client.host('GET', '/app/reports')).status).toBe(200);
    const ada = await app.admin();
    await expect.poll(() => ada.events({ person: dora, type: 'session.revoked' })).toHaveLength(1);
    expect(await ada.events({ person: ben, type: 'session.revoked' })).toHaveLength(1);
  });

  it('N10 X18 revoke after a grace: ends the session with one event, and a policy that asks for less does not bring it back', async () => {
    const { app, dora, raise, opensReports } = await tightenedUnder({ after: '7d', then: 'revoke' });
    await raise();
    app.clock.advance(7 * DAY - HOUR);
    expect(await opensReports()).toBe(200);
    app.clock.advance(HOUR);
    expect(await opensReports()).toBe(401);
    const ada = await app.admin();
    expect(await ada.events({ person: dora, type: 'session.revoked' })).toMatchObject([{ actor: 'system' }]);
    expect(await ada.sees(dora)).toMatchObject({ sessions: 0 });
    await raise({ requiredStrength: 'baseline' });
    expect(await opensReports()).toBe(401);
    expect(await ada.events({ person: dora, type: 'session.revoked' })).toHaveLength(1);
  });

  it('N10 a grace is for running sessions, and saving the policy again does not renew it', async () => {
    const grace: OnTighten = { after: '7d', then: 'next-request' };
    const { app, raise, opensReports } = await tightenedUnder(grace);
    await raise();
    app.clock.advance(6 * DAY);
    expect(await opensReports()).toBe(200);
    await raise({ recentProof: '20m' });
    app.clock.advance(DAY - HOUR);
    expect(await opensReports()).toBe(200);
    app.clock.advance(HOUR);
    expect(await opensReports()).toBe(401);
  });
});
