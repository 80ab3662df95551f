import { hostCode, isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { expect, it } from 'vitest';
import { Client, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { DORA, type Enrolling, enrolling, NUMBER, STEP_UPS } from '../../sign-in/enrollment/enrolling.test-support.ts';

const SMS = 'sms-code';
const VOUCHED = { ...STEP_UPS, requiredStrength: 'baseline', enrollment: { firstFactor: 'vouched' } } as const;

/** Dora, who signed in by her password and showed the code that an administrator gave her. */
async function vouchedFor(): Promise<{ readonly at: Enrolling; readonly dora: Client; readonly code: string }> {
  const at = await enrolling({ policy: VOUCHED });
  const { auth } = at.world;
  const vouched = await auth.people.vouch({ identifier: DORA }, { by: hostCode('host') });
  if (isRefusal(vouched)) throw new Error(vouched.refused);
  const { client: dora } = at;
  const { signIn } = auth;
  const asked = await signIn.stepUp(dora.caller, await dora.session(), { strength: 'texted' });
  expect(asked).toMatchObject({ refused: 'no-way-in' });
  dora.caller = { ...dora.caller, flowToken: asked.keep?.flow?.token };
  const shown = await dora.keeps(signIn.enrollmentCode(dora.caller, { code: vouched.enrollmentCode }));
  expect(shown.answer).toMatchObject({ status: 'enroll' });
  return { at, dora, code: vouched.enrollmentCode };
}

it('N15 X10 a code of an administrator opens the set-up of its flow, and none in the session that follows', async () => {
  const { at, dora, code } = await vouchedFor();
  const { enroll, signIn } = at.world.auth;
  await enroll.code(dora.caller, SMS, { address: NUMBER });
  const done = await dora.keeps(enroll.confirmCode(dora.caller, SMS, { code: at.lastCode() }));
  expect(done.answer).toMatchObject({ status: 'complete' });

  const session = await dora.session();
  const [record] = (
    await at.world.store.listSessions(TENANT, session.accountId, forAdapters(at.world.auth).now())
  ).filter(({ id }) => id === session.id);
  expect(record?.evidence.map(({ method }) => method)).not.toContain('enrollment-code');

  const thief = new Client(at.world);
  const { tenant, mode, sessionToken } = dora.caller;
  thief.caller = { tenant, mode, sessionToken };
  expect(await enroll.secret(thief.caller, 'totp')).toMatchObject({ refused: 'no-way-in' });
  expect(await enroll.passkeyOptions(thief.caller)).toMatchObject({ refused: 'no-way-in' });
  expect((await at.account()).totp).toBeUndefined();

  const again = new Client(at.world);
  await again.keeps(signIn.begin(again.caller, { identifier: DORA, password: PASSWORD }));
  expect(await signIn.enrollmentCode(again.caller, { code })).toMatchObject({ refused: expect.any(String) });
});
