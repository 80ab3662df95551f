import { describe, expect, it } from 'vitest';
import { account, key, NOW, passkey, password, proof, WITH_MAIL } from '../decision/facts.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { type Decided, decide, type FlowContext } from './decide.ts';
import { type Command, type Flow, openFlow } from './flow.ts';
import { Grant } from './grant.ts';

const scope = { tenant: 'default', accountId: 'a1', flowId: 'f1', policyVersion: 7 };
const context = (who: AccountFacts, policy: PolicyInput<string> = {}): FlowContext => ({
  policy: definePolicy(policy),
  account: who,
  now: NOW,
  scope,
});
const withMail = context(account(WITH_MAIL));
const enhanced: PolicyInput<string> = { requiredStrength: 'enhanced' };
const prove = (evidence: ReturnType<typeof password>): Command => ({ type: 'prove', evidence });
const types = ({ events }: Decided) => events.map(({ type }) => type);

/** A flow after these proofs. */
function after(where: FlowContext, ...evidence: ReturnType<typeof password>[]): Flow {
  return evidence.reduce((flow, shown) => decide(flow, prove(shown), where).flow, openFlow('sign-in'));
}

describe('a flow', () => {
  it('W2 takes in what was proved, and asks for what is missing', () => {
    const decided = decide(openFlow('sign-in'), prove(password()), withMail);
    expect(decided.decision).toMatchObject({ outcome: 'factor-required', accept: ['email-code'] });
    expect(decided).toMatchObject({
      events: [{ type: 'factor-proved' }],
      flow: { state: 'open', evidence: [password()] },
    });
    expect(decided).not.toHaveProperty('grant');
  });

  it('N3 ends in a grant for exactly its scope, with the evidence it rests on', () => {
    const decided = decide(after(withMail, password()), prove(proof('email-code')), withMail);
    expect(types(decided)).toEqual(['factor-proved', 'granted']);
    expect(decided.flow.state).toBe('granted');
    expect(Grant.isGenuine(decided.grant)).toBe(true);
    expect(decided.grant).toMatchObject({ scope, strength: 'baseline', evidence: [password(), proof('email-code')] });
    expect(decided.grant?.because).toEqual(decided.decision.because);
  });

  it('W7 a factor that was set up in it is evidence in it, and finishes it', () => {
    const flow = after(context(account(WITH_MAIL), enhanced), password(), proof('email-code'));
    const where = context(account({ ...WITH_MAIL, passkeys: [key()] }), enhanced);
    const decided = decide(flow, { type: 'enroll', factor: 'passkey', evidence: passkey() }, where);
    expect(types(decided)).toEqual(['factor-enrolled', 'granted']);
    expect(decided.grant?.strength).toBe('phishing-resistant');
  });

  it('X7 a failed factor leaves it where it was', () => {
    const flow = after(withMail, password());
    const decided = decide(flow, { type: 'fail', method: 'email-code' }, withMail);
    expect(types(decided)).toEqual(['factor-failed']);
    expect(decided.flow).toEqual(flow);
    expect(decided.decision).toMatchObject({ outcome: 'factor-required', accept: ['email-code'] });
  });

  it('N3 a failure never ends in a grant, though the evidence were enough', () => {
    const enough = openFlow('step-up', [passkey()], { strengths: ['phishing-resistant'] });
    const where = context(account({ passkeys: [key()] }));
    const decided = decide(enough, { type: 'fail', method: 'totp' }, where);
    expect(decided).not.toHaveProperty('grant');
    expect(types(decided)).toEqual(['factor-failed']);
    expect(decided.flow.state).toBe('open');
  });

  it('that is denied says so once, by the proof that led there, and stays open for an enrollment code', () => {
    const where = context(account({ password: 'independent' }), enhanced);
    const denied = decide(openFlow('sign-in'), prove(password()), where);
    expect(denied.events).toEqual([
      { type: 'factor-proved', evidence: password() },
      { type: 'denied', reason: 'no-way-in' },
    ]);
    expect(denied.flow.state).toBe('open');
    expect(decide(denied.flow, { type: 'ask' }, where).events).toEqual([]);
    expect(decide(denied.flow, prove(proof('enrollment-code')), where).decision).toMatchObject({
      outcome: 'enrollment-required',
    });
  });

  it('can be asked where it stands: that changes nothing, unless it has become enough', () => {
    const flow = after(context(account(WITH_MAIL), enhanced), password(), proof('email-code'));
    const asked = decide(flow, { type: 'ask' }, context(account(WITH_MAIL), enhanced));
    expect(asked).toMatchObject({ events: [], decision: { outcome: 'enrollment-required' } });
    expect(asked.flow).toBe(flow);
    expect(types(decide(flow, { type: 'ask' }, withMail))).toEqual(['granted']);
  });

  it('X8 that raises a session is decided by what it is raised to', () => {
    const who = context(account({ ...WITH_MAIL, passkeys: [key()] }));
    const flow = openFlow('step-up', [password(), proof('email-code')], { strengths: ['phishing-resistant'] });
    expect(decide(flow, { type: 'ask' }, who).decision).toMatchObject({
      outcome: 'factor-required',
      accept: ['passkey'],
    });
    expect(decide(flow, prove(passkey()), who).grant?.strength).toBe('phishing-resistant');
  });

  it('X10 X21 of a sign-up asks no gate, and every other flow does', () => {
    const where = context(account(WITH_MAIL), { ...enhanced, enrollment: { firstFactor: 'vouched' } });
    const shown = [password(), proof('email-code')];
    expect(decide(openFlow('sign-up', shown), { type: 'ask' }, where).decision).toMatchObject({
      outcome: 'enrollment-required',
    });
    for (const purpose of ['sign-in', 'recover'] as const)
      expect(decide(openFlow(purpose, shown), { type: 'ask' }, where).decision).toMatchObject({ outcome: 'denied' });
  });

  it('P8 is sent to the provider that is preferred, unless its local way was asked for', () => {
    const where = context(account(WITH_MAIL), { preferSso: 'corp', providers: { corp: {} } });
    expect(decide(openFlow('sign-in'), { type: 'ask' }, where).decision).toMatchObject({ outcome: 'redirect' });
    expect(decide(openFlow('sign-in'), { type: 'ask' }, { ...where, local: true }).decision).toMatchObject({
      outcome: 'factor-required',
    });
  });

  it('X3 that is over takes nothing more', () => {
    const granted: Flow = { ...openFlow('sign-in'), state: 'granted' };
    expect(() => decide(granted, prove(password()), withMail)).toThrow(RangeError);
  });
});
