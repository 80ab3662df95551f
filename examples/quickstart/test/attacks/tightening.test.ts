import { describe, expect, it } from 'vitest';
import { asksToEnroll, complete, continues, problem } from '../support/expectations.ts';
import { interleaving } from '../support/interleaving-store.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, quickstartForThisFile, quickstartForThisTest } from '../support/quickstart.ts';

const app = await quickstartForThisFile({ aroundStore: interleaving });

/** Devices of a person, each before the last proof, with its own email code. */
async function beforeTheLastProof(
  person: Person,
  count: number,
): Promise<readonly (() => ReturnType<Person['begins']>)[]> {
  const devices = Array.from({ length: count }, () => person.elsewhere());
  const acts: (() => ReturnType<Person['begins']>)[] = [];
  for (const device of devices) {
    expect(await device.signInWithPassword()).toMatchObject(continues);
    const code = await device.receivesEmailCode();
    acts.push(() => device.client.post('/sign-in/email-code', { code }));
  }
  return acts;
}

describe('roles that are tightened between two steps', () => {
  it('X1 the next step is judged by the roles of that moment', async () => {
    const person = await app.newcomer();
    const [last] = await beforeTheLastProof(person, 1);
    expect((await (await app.admin()).sets('roles', person, ['contractor'])).status).toBe(200);
    const reply = await last?.();
    expect(reply).toMatchObject(asksToEnroll);
    expect(reply?.body.session).toBeUndefined();
  });

  it('X1 a way in that is taken away between two steps is none: the password of the first step counts for nothing', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    await person.provesStrongest();
    await person.enrollsPasskey();
    const underway = person.elsewhere();
    expect(await underway.signInWithPassword()).toMatchObject(continues);
    expect((await (await app.admin()).sets('methods', person, ['passkey'])).status).toBe(200);
    expect(await underway.goesOnWith('totp')).toMatchObject(problem(403, 'method-not-allowed'));
    expect(await underway.session()).toMatchObject(problem(401, 'no-session'));
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await person.elsewhere().proves('passkey')).toMatchObject(complete('phishing-resistant'));
  });
});

describe('a policy that is tightened between two steps', () => {
  it('W5 the next step is judged by it, in a sign-in and in an enrollment', async () => {
    const own = await quickstartForThisTest();
    const [person, contractor] = [await own.newcomer(), await own.newcomer('contractor')];
    await person.signInWithPassword();
    const code = await person.receivesEmailCode();
    expect(await contractor.proves('password', 'email-code')).toMatchObject(asksToEnroll);
    await contractor.client.post('/enroll/totp');

    const tightened = { ...FIRST_POLICY, requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } };
    expect((await (await own.admin()).putsPolicy(tightened)).status).toBe(200);
    expect(await person.client.post('/sign-in/email-code', { code })).toMatchObject(problem(403, 'no-way-in'));
    expect(await contractor.client.post('/enroll/totp/confirm', { code: '000000' })).toMatchObject(
      problem(403, 'method-not-allowed'),
    );
    expect(await contractor.session()).toMatchObject(problem(401, 'no-session'));
  });

  it('P3 where set-up was closed to self-service, a session opens no first factor either', async () => {
    const own = await quickstartForThisTest();
    const person = await own.newcomer();
    expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    const ada = await own.admin();
    expect((await ada.putsPolicy({ ...FIRST_POLICY, enrollment: { firstFactor: 'vouched' } })).status).toBe(200);
    expect(await person.client.post('/enroll/totp')).toMatchObject(problem(403, 'no-way-in'));
    expect(await person.client.post('/enroll/passkey/options')).toMatchObject(problem(403, 'no-way-in'));

    const { enrollmentCode: code } = (await ada.does('enrollment-code', person)).body;
    expect(await person.client.post('/step-up', { strength: 'enhanced' })).toMatchObject(problem(403, 'no-way-in'));
    expect(await person.client.post('/sign-in/enrollment-code', { code })).toMatchObject(asksToEnroll);
    expect(await person.enrollsTotp()).toMatchObject(complete('enhanced'));
  });

  it.each([
    ['two-proofs', 'email-code', 'enroll'],
    ['password', 'email-code', 'enroll'],
    ['vouched', 'email-code', 'no-way-in'],
  ] as const)('P3 `enrollment.firstFactor: %s` opens enrollment only as it says', async (firstFactor, _, ends) => {
    const own = await quickstartForThisTest({
      policy: { ...FIRST_POLICY, enrollment: { firstFactor } },
    });
    const cleo = own.person('cleo@example.org');
    const first = await cleo.signInWithPassword();
    if (ends === 'no-way-in') {
      expect(first).toMatchObject(problem(403, 'no-way-in'));
      return;
    }
    if (firstFactor === 'password') expect(first).toMatchObject(asksToEnroll);
    else {
      expect(first).toMatchObject(continues);
      expect(await cleo.goesOnWith('email-code')).toMatchObject(asksToEnroll);
    }
    expect(await cleo.enrollsTotp()).toMatchObject(complete('enhanced'));
  });
});

describe('a block between two steps', () => {
  it('P18 stops a sign-in, an enrollment, a step-up and a recovery where they are', async () => {
    const ada = await app.admin();
    const reason = { reason: 'Investigation' };
    const signingIn = await app.newcomer();
    const [last] = await beforeTheLastProof(signingIn, 1);
    await ada.does('block', signingIn, reason);
    expect(await last?.()).toMatchObject(problem(403, 'account-blocked'));

    const enrolling = await app.newcomer('contractor');
    await enrolling.proves('password', 'email-code');
    await enrolling.client.post('/enroll/totp');
    await ada.does('block', enrolling, reason);
    expect((await enrolling.client.post('/enroll/totp/confirm', { code: '000000' })).status).toBeGreaterThanOrEqual(
      401,
    );
    expect((await ada.sees(enrolling)).factors.totp).toBe(false);

    const raising = await app.newcomer();
    await raising.proves('password', 'email-code');
    await raising.enrollsTotp();
    await raising.client.post('/step-up', { strength: 'enhanced' });
    await ada.does('block', raising, reason);
    expect((await raising.goesOnWith('totp')).status).toBeGreaterThanOrEqual(401);
    expect(await raising.session()).toMatchObject(problem(401, 'no-session'));
  });

  it('P18 beside the last commit of 20 sign-ins: none of their sessions outlives it, in whatever order', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const devices = Array.from({ length: 20 }, () => person.elsewhere());
    for (const device of devices) await device.signInWithPassword();
    const codes = person.has.backupCodes;
    const ada = await app.admin();
    const proofs = devices.map(
      ({ client }, index) =>
        () =>
          client.post('/sign-in/backup-code', { code: codes[index % codes.length] }),
    );
    const block = () => ada.does('block', person, { reason: 'Investigation' });
    const replies = await Promise.all([...proofs.slice(0, 6), block, ...proofs.slice(6)].map((act) => act()));
    expect(replies[6]?.status).toBe(200);
    for (const { status } of replies) expect([200, 401, 403, 429]).toContain(status);
    for (const device of devices) expect(await device.session()).toMatchObject(problem(401, 'no-session'));
    expect((await ada.sees(person)).sessions).toBe(0);
  });
});
