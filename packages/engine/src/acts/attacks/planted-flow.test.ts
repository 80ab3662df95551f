import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { newAccount, PASSWORD } from '../../embedded.test-support.ts';
import { Browser, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

const ADA = 'ada@corp.example';
const ada = { subject: 'ada', email: { address: ADA, verified: true } };

/** The thief opens a flow, and plants its cookie in the browser of Ada, who signs in at the provider. */
async function planted() {
  const world = await corporate({
    requiredStrength: 'enhanced',
    enrollment: { firstFactor: 'password' },
    providers: { corp: { mailDomains: ['corp.example'] } },
  });
  await newAccount(world, ADA);
  const thief = new Browser(world);
  await thief.leaves();
  const victim = new Browser(world);
  victim.caller = { ...victim.caller, flowToken: thief.caller.flowToken };
  const state = await victim.leaves();
  expect(await victim.returns({ state, code: world.corp.signsIn(ada) })).toBe('enroll');
  return { world, thief, victim };
}

describe('a flow that a thief planted in a browser', () => {
  it('X7 X9 is renewed by the first proof: the thief goes on nowhere', async () => {
    const { world, thief, victim } = await planted();
    expect(victim.caller.flowToken).not.toBe(thief.caller.flowToken);
    expect(await world.auth.signIn.status(thief.caller, { local: true })).toEqual({ refused: 'flow-expired' });
    expect(await world.auth.enroll.secret(thief.caller, 'totp')).toMatchObject({ refused: 'flow-expired' });
    const secret = await world.auth.enroll.secret(victim.caller, 'totp');
    expect(isRefusal(secret)).toBe(false);
    await world.auth.close();
  });

  it('X7 X9 is renewed by the owner’s proof, if the thief began the flow with a proof', async () => {
    const world = await corporate({ requiredStrength: 'enhanced' });
    await newAccount(world, ADA);
    const thief = new Browser(world);
    const { signIn } = world.auth;
    thief.keeps(await signIn.begin(thief.caller, { identifier: ADA, password: PASSWORD }));
    thief.keeps(await signIn.sendCode(thief.caller, 'email-code'));
    const victim = new Browser(world);
    victim.caller = { ...victim.caller, flowToken: thief.caller.flowToken };
    const code = world.mails.at(-1)?.code ?? '';
    expect(victim.keeps(await signIn.code(victim.caller, 'email-code', { code }))).toBe('enroll');
    expect(await world.auth.enroll.secret(thief.caller, 'totp')).toMatchObject({ refused: 'flow-expired' });
    expect(isRefusal(await world.auth.enroll.secret(victim.caller, 'totp'))).toBe(false);
    await world.auth.close();
  });

  it('X7 keeps its new token for the proofs that follow', async () => {
    const { world, victim } = await planted();
    const { flowToken } = victim.caller;
    expect(await world.auth.signIn.status(victim.caller, { local: true })).toMatchObject({
      answer: { status: 'enroll' },
    });
    expect(victim.caller.flowToken).toBe(flowToken);
    await world.auth.close();
  });
});
