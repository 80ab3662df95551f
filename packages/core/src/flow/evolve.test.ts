import { describe, expect, it } from 'vitest';
import { NOW, passkey, password, proof, sso } from '../decision/facts.test-support.ts';
import type { Evidence } from '../strength/evidence.ts';
import { instant } from '../time/instant.ts';
import { evolve } from './evolve.ts';
import { openFlow } from './flow.ts';
import { issueGrant } from './grant.ts';

const SCOPE = { tenant: 'default', accountId: 'a1', flowId: 'f1', policyVersion: 7 };
const later = instant(NOW + 1000);
const taking = (...evidence: Evidence[]) =>
  evidence.reduce((flow, shown) => evolve(flow, { type: 'factor-proved', evidence: shown }), openFlow('sign-in'))
    .evidence;

describe('a flow after an event', () => {
  it('has what was proved, in the order in which it was', () => {
    expect(taking(password(), proof('totp'), passkey())).toEqual([password(), proof('totp'), passkey()]);
    expect(
      evolve(openFlow('sign-in'), { type: 'factor-enrolled', factor: 'totp', evidence: proof('totp') }).evidence,
    ).toEqual([proof('totp')]);
  });

  it('tells a passkey that was registered in it from one that the person came in by', () => {
    const enrolled = evolve(openFlow('sign-in'), { type: 'factor-enrolled', factor: 'passkey', evidence: passkey() });
    expect(enrolled.evidence).toEqual([{ ...passkey(), setUpHere: true }]);
  });

  it('has the later proof of the same thing', () => {
    expect(taking(proof('totp'), proof('totp', later))).toEqual([proof('totp', later)]);
    expect(taking(passkey(), passkey('k1', { at: later }))).toEqual([passkey('k1', { at: later })]);
    const touched = passkey('k1', { userVerified: false });
    expect(taking(touched, { ...touched, at: later })).toEqual([{ ...touched, at: later }]);
    expect(taking(password(), password('mailbox'))).toEqual([password('mailbox')]);
    expect(taking(passkey('k1', { userVerified: false }), passkey('k1', { at: later }))).toEqual([
      passkey('k1', { at: later }),
    ]);
    expect(taking(sso('corp', { acr: 'a' }), sso('corp', { acr: 'a', amr: ['x'], at: later }))).toEqual([
      sso('corp', { acr: 'a', amr: ['x'], at: later }),
    ]);
    expect(taking(sso('corp', { amr: ['x'] }), sso('corp', { amr: ['y', 'x'] }))).toEqual([
      sso('corp', { amr: ['y', 'x'] }),
    ]);
    expect(taking(sso(), sso('corp', { acr: 'a' }))).toEqual([sso('corp', { acr: 'a' })]);
  });

  it('keeps what said more than the later proof does', () => {
    const touched = passkey('k1', { userVerified: false, at: later });
    expect(taking(passkey(), touched)).toEqual([passkey(), touched]);
    for (const more of [sso('corp', { acr: 'a' }), sso('corp', { amr: ['x', 'y'] })]) {
      const less = sso('corp', { amr: ['x'], at: later });
      expect(taking(more, less)).toEqual([more, less]);
    }
    expect(taking(sso('corp', { amr: ['x'] }), sso('corp', { at: later }))).toHaveLength(2);
  });

  it('N15 keeps apart what a provider said with the roles of the person, and without', () => {
    const withRoles = sso('corp');
    const silent = sso('corp', { withoutRoles: true, at: later });
    expect(taking(withRoles, silent)).toEqual([withRoles, silent]);
    expect(taking(silent, withRoles)).toEqual([silent, withRoles]);
    expect(taking(silent, { ...silent, at: NOW })).toEqual([{ ...silent, at: NOW }]);
  });

  it('keeps different passkeys and different providers apart', () => {
    expect(taking(passkey('k1'), passkey('k2'))).toHaveLength(2);
    expect(taking(sso('corp'), sso('club'))).toHaveLength(2);
  });

  it('is the same flow after a failure or a denial, and over after a grant', () => {
    const flow = openFlow('step-up', [password()], { strengths: ['enhanced'] });
    expect(evolve(flow, { type: 'factor-failed', method: 'totp' })).toBe(flow);
    expect(evolve(flow, { type: 'denied', reason: 'no-way-in' })).toBe(flow);
    const grant = issueGrant(SCOPE, 'enhanced', flow.evidence, []);
    expect(evolve(flow, { type: 'granted', grant })).toEqual({ ...flow, state: 'granted' });
  });
});
