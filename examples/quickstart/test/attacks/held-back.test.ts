import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../support/clock.ts';
import { asksToEnroll, complete, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, type Policy, quickstartForThisTest } from '../support/quickstart.ts';

type OnTighten = NonNullable<Policy['onTighten']>;

/** Signs in a person at baseline, and then raises the tenant to enhanced. */
async function heldBack(onTighten: OnTighten) {
  const app = await quickstartForThisTest({ policy: { ...FIRST_POLICY, onTighten } });
  const dora = app.person('dora@example.org');
  expect(await dora.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  const raised = { ...FIRST_POLICY, onTighten, requiredStrength: 'enhanced' };
  expect((await (await app.admin()).putsPolicy(raised)).status).toBe(200);
  return { app, dora, raised };
}

const reports = (person: Person) => person.client.host('GET', '/app/reports');

describe('a session that a tightened policy holds back', () => {
  it.each([
    ['to less than is required', { strength: 'single' }],
    ['to what it has already', { strength: 'baseline' }],
    ['to nothing but a recent proof of less', { strength: 'single', within: '5m' }],
  ])('N10 is not released by a step-up %s', async (_, asked) => {
    const { dora } = await heldBack('step-up');
    expect(await reports(dora)).toMatchObject(problem(401, 'insufficient-strength'));
    expect(await dora.client.post('/step-up', asked)).toMatchObject(complete('baseline'));
    expect(await reports(dora)).toMatchObject(problem(401, 'insufficient-strength'));
    expect((await dora.session()).status).toBe(200);

    expect(await dora.client.post('/step-up', { strength: 'enhanced' })).toMatchObject(asksToEnroll);
    expect(await dora.enrollsTotp()).toMatchObject(complete('enhanced'));
    expect((await reports(dora)).status).toBe(200);
  });

  it.each(['revoke', 'next-request', 'step-up'] as const)(
    'N10 has the grace it had, whatever rotates it meanwhile, before %s',
    async (then) => {
      const { app, dora, raised } = await heldBack({ after: '7d', then });
      app.clock.advance(5 * DAY);
      expect(await dora.client.post('/step-up', { strength: 'single' })).toMatchObject(complete());
      expect(await dora.client.post('/step-up', { strength: 'baseline', within: '15m' })).toMatchObject({
        status: 200,
      });
      expect(await dora.proves('password', 'email-code')).toMatchObject(asksToEnroll);
      expect((await reports(dora)).status).toBe(200);
      expect((await (await app.admin()).putsPolicy({ ...raised, recentProof: '20m' })).status).toBe(200);
      app.clock.advance(2 * DAY - HOUR);
      expect((await reports(dora)).status).toBe(200);
      app.clock.advance(HOUR);
      expect((await reports(dora)).status).toBe(401);
    },
  );
});
