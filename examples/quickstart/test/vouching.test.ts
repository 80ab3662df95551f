import { describe, expect, it } from 'vitest';
import { asksToEnroll, complete, problem } from './support/expectations.ts';
import {
  FIRST_POLICY,
  PASSWORD,
  type Quickstart,
  quickstartForThisFile,
  quickstartForThisTest,
} from './support/quickstart.ts';

/** A quickstart in which a first factor requires an administrator's code. Ada has a first factor already. */
async function vouchedQuickstart(): Promise<Quickstart> {
  const app = await quickstartForThisTest();
  const put = await (await app.admin()).putsPolicy({ ...FIRST_POLICY, enrollment: { firstFactor: 'vouched' } });
  expect(put.status).toBe(200);
  return app;
}

describe('where self-service set-up is closed', () => {
  it('P3 an account without a second factor cannot sign in at all until an administrator vouches', async () => {
    const app = await vouchedQuickstart();
    const cleo = app.person('cleo@example.org');
    expect(await cleo.signInWithPassword()).toMatchObject(problem(403, 'no-way-in'));
    expect(await cleo.session()).toMatchObject(problem(401, 'no-session'));

    const vouched = await (await app.admin()).does('enrollment-code', cleo);
    expect(vouched.status).toBe(200);
    expect(Date.parse(vouched.body.expiresAt ?? '')).toBeGreaterThan(app.clock.now);
    const { enrollmentCode: code } = vouched.body;

    // The flow stayed open for the code.
    expect(await cleo.client.post('/sign-in/enrollment-code', { code })).toMatchObject(asksToEnroll);
    expect(await cleo.enrollsTotp()).toMatchObject(complete('enhanced'));
    expect(await cleo.elsewhere().proves('password', 'totp')).toMatchObject(complete('enhanced'));
  });
});

describe('there is no way past the enhanced policy', async () => {
  const app = await quickstartForThisFile();

  it('W14 an administrator who vouches opens enrollment and nothing more', async () => {
    const ada = await app.admin();
    const person = app.person('no-mailbox');
    const created = await ada.creates({ identifier: 'no-mailbox', password: PASSWORD, roles: ['contractor'] });
    expect(created.status).toBe(201);
    expect(await person.signInWithPassword()).toMatchObject(problem(403, 'no-way-in'));

    const { enrollmentCode: code } = (await ada.does('enrollment-code', person)).body;
    const reply = await person.client.post('/sign-in/enrollment-code', { code });
    expect(reply).toMatchObject(asksToEnroll);
    expect(reply.body.session).toBeUndefined();
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
    expect(await person.enrollsTotp()).toMatchObject(complete('enhanced'));
  });

  it('W14 no administrator can grant an exception: there is no field for it', async () => {
    const ada = await app.admin();
    const cleo = app.person('cleo@example.org');
    const id = await ada.idOf(cleo);
    const { client } = ada.person;
    for (const extra of [{ requiredStrength: 'baseline' }, { exempt: true }, { until: '2031-03-01T00:00:00Z' }]) {
      const name = JSON.stringify(extra);
      expect(
        await client.put(`/admin/accounts/${id}/methods`, { methods: ['password'], ...extra }),
        name,
      ).toMatchObject(problem(400, 'malformed-input'));
      expect(await client.post(`/admin/accounts/${id}/enrollment-code`, extra), name).toMatchObject(
        problem(400, 'malformed-input'),
      );
    }
    expect(await cleo.proves('password', 'email-code')).toMatchObject(asksToEnroll);
  });

  it('W14 no other endpoint completes a flow that asks for enrollment', async () => {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    const { client } = person;
    const replies = [
      await client.post('/sign-in/password', { password: PASSWORD }),
      await client.post('/sign-in/email-code', { code: '000000' }),
      await client.post('/sign-in/totp', { code: '000000' }),
      await client.post('/sign-in/backup-code', { code: 'abcd-efgh' }),
      await client.post('/sign-in/enrollment-code', { code: 'abcd-efgh' }),
      await client.post('/enroll/totp/confirm', { code: '000000' }),
    ];
    for (const reply of replies) expect(reply.body.status).not.toBe('complete');
    expect(await client.get('/sign-in')).toMatchObject(asksToEnroll);
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
  });
});
