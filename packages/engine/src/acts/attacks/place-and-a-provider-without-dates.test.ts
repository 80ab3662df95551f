import { milliseconds, type PolicyInput } from '@sallyport/core';
import { type Caller, hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { TENANT } from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

// Eva signs in by the provider alone, which states no `auth_time` (Google does not promise one; others state 0). The contexts of the guide ask for a proof
// of the last twelve hours outside of the office. The reference says: "Only younger proofs count in the context, and a step-up renews them."

const HOUR = 3_600_000;
const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  contexts: { outside: { proofsWithin: '12h', shown: true } },
};

const EVERY_PROVIDER = [
  ['states none', {}],
  ['states 0', { datesNothing: true }],
] as const;

const at = (caller: Caller, ...contexts: readonly string[]): Caller => ({ ...caller, contexts: async () => contexts });

async function evas(dates: object) {
  const world = await corporate(POLICY, { contextOf: () => [] });
  const { auth } = world;
  const externalIds = [{ provider: 'corp', subject: 'eva' }];
  const made = await auth.people.create({ tenant: TENANT, identifier: 'eva', externalIds, by: hostCode('host') });
  if (isRefusal(made)) throw new Error(made.refused);
  const eva = new Browser(world);
  eva.caller = at(eva.caller, 'outside');
  const signsIn = () => eva.signsIn({ subject: 'eva', ...dates });
  const asks = async () => {
    const session = await auth.sessions.guard(eva.caller, { needs: 'session' });
    return isRefusal(session) ? session : 'passes';
  };
  expect(await signsIn()).toBe('complete');
  return { world, auth, eva, signsIn, asks };
}

describe.each(EVERY_PROVIDER)('N16 N17 a provider that %s', (_, dates) => {
  it('renews the proof of a session in a place by the step-up that the challenge names', async () => {
    const { world, auth, eva, signsIn, asks } = await evas(dates);
    expect(await asks()).toBe('passes');
    world.now += 13 * HOUR;
    const challenge = (await asks()) as Refusal;
    expect(challenge).toMatchObject({ refused: 'insufficient-strength', demand: { maxAgeSeconds: 43_200 } });
    const live = await auth.sessions.guard(eva.caller, { needs: 'session', evenIfTightened: true });
    if (isRefusal(live)) throw new Error(live.refused);
    const [strength] = challenge.demand?.strengths ?? [];
    const within = milliseconds((challenge.demand?.maxAgeSeconds ?? 0) * 1000);
    const begun = eva.keeps(await auth.signIn.stepUp(eva.caller, live, { strength, within: `${within / 1000}s` }));
    const returned = begun === 'continue' ? await signsIn() : begun;
    expect([begun, returned, await asks()]).toEqual(['continue', 'complete', 'passes']);
    await auth.close();
  });

  it('renews it by a new sign-in', async () => {
    const { world, auth, signsIn, asks } = await evas(dates);
    world.now += 13 * HOUR;
    expect(await signsIn()).toBe('complete');
    expect(await asks()).toBe('passes');
    await auth.close();
  });
});
