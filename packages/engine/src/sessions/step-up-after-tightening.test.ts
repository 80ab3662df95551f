import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { ADMINISTRATORS, embedded, signedIn } from '../embedded.test-support.ts';

const BASELINE = { administrators: ADMINISTRATORS, requiredStrength: 'baseline' } as const;

it('N10 X8 a step-up without a strength lifts the restriction of a tightened policy, and is not asked for again', async () => {
  const world = await embedded({ policy: BASELINE });
  const { auth } = world;
  const dora = await signedIn(world, 'dora@example.org');
  const tight = { ...BASELINE, requiredStrength: 'enhanced', onTighten: 'step-up' } as const;
  const { version } = await auth.policy.current('default');
  await auth.policy.set('default', tight, { ifVersion: version, by: hostCode('test') });
  expect(await auth.sessions.guard(dora.caller, { needs: 'session' })).toMatchObject({
    refused: 'insufficient-strength',
  });
  const session = await auth.sessions.guard(dora.caller, { needs: 'session', evenIfTightened: true });
  if (isRefusal(session)) throw new Error(session.refused);
  const raising = await dora.keeps(auth.signIn.stepUp(dora.caller, session, {}));
  expect(raising.answer).toMatchObject({ status: 'enroll' });
  const { reply } = await dora.enrollsTotp();
  expect(reply.answer).toMatchObject({ status: 'complete', session: { strength: 'enhanced' } });
  expect(await dora.session()).toMatchObject({ id: session.id });
  await auth.close();
});
