import { definePolicy } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import * as testing from '../index.ts';
import {
  account,
  acts,
  administrator,
  allowed,
  directory,
  evidence,
  hostCode,
  provider,
  refusedBecause,
  refusedUntilProved,
  refusedUntilShown,
  theSystem,
  toChangePolicy,
  toCreate,
  toEndSessions,
  toEnroll,
  toLink,
  toRecover,
  toSetAddress,
  toSetRoles,
  toUnlock,
  toUseVouching,
  toVouch,
  voucher,
} from '../index.ts';

const policy = {
  administrators: { policy: ['super-admin'], people: ['admin'] },
  providers: { corp: { mailDomains: ['corp.example'], createAccounts: true } },
};
const cleo = account({ roles: ['contractor'], factors: ['password', 'email'] });
const dora = account({ roles: ['reader'], factors: ['password', 'email', 'totp'] });
const ben = account({ roles: ['admin'], factors: ['password', 'email', 'totp'] });
const byApp = [evidence.password(), evidence.totp()] as const;

function failureOf(story: () => unknown): unknown {
  try {
    story();
  } catch (error) {
    return error;
  }
  throw new Error('it went as expected');
}

describe('acts', () => {
  it('N15 reads as given, by whom, wants, expect', () => {
    acts(policy)
      .given(cleo)
      .inSession(evidence.password(), evidence.emailCode())
      .wants(toEnroll('totp'))
      .expect(allowed());
    acts(policy)
      .given(dora)
      .by(administrator(ben, ...byApp))
      .wants(toSetRoles('super-admin'))
      .expect(refusedBecause('not-permitted'))
      .wants(toSetRoles('admin'))
      .expect(allowed());
  });

  it('N15 X9 fails in words: who wanted what, with which proof, the answer, and why', () => {
    const story = acts(policy)
      .given(dora)
      .inSession(evidence.password(), evidence.emailCode())
      .wants(toEnroll('passkey'));
    const failure = failureOf(() => story.expect(allowed()));
    expect(failure).toBeInstanceOf(testing.ActsFailed);
    expect(failure).toMatchObject({ code: 'acts-failed', verdict: story.verdict });
    expect(String(failure)).toBe(
      [
        'ActsFailed: Expected: allowed',
        'Answer: refused: insufficient-strength (more proof is needed, or a fresher one; to prove: enhanced, within 900 seconds)',
        '',
        'Act: the owner, in a session, wants to enroll passkey',
        '',
        'Because:',
        ...String(failure)
          .split('\n')
          .filter((line) =>
            line.startsWith("  - This route requires the strength 'enhanced': passkey, or password + "),
          ),
        '  - The proof may be at most 900 seconds old.',
        '',
        'Evidence:',
        '  - password at 2030-01-01T09:00:00Z',
        '  - email-code at 2030-01-01T09:00:00Z',
        '',
        'Account:',
        '  - roles: reader',
        '  - factors: password: independent; mailDomain: example.org; totp: true',
        '',
        'At 2030-01-01T09:00:00Z',
      ].join('\n'),
    );
  });

  it('N15 tells of an administrator’s own account too, and of an act that should have been refused', () => {
    const story = acts(policy)
      .given(cleo)
      .by(administrator(ben, ...byApp))
      .wants(toVouch());
    const failure = String(failureOf(() => story.expect(refusedBecause('not-permitted'))));
    expect(failure).toContain(
      'Expected: refused: not-permitted\nAnswer: allowed\n\nAct: an administrator (roles: admin) wants to vouch',
    );
    expect(failure).toContain('Actor:\n  - roles: admin');
    expect(failure).not.toContain('Because:');
    const free = String(
      failureOf(() => acts(policy).by(theSystem()).wants(toCreate()).expect(refusedBecause('not-permitted'))),
    );
    expect(free).toContain('Act: the system wants to create an account\n\nEvidence:\n  - nothing\n\nAt ');
  });

  it('N15 names the role most likely meant where an act fails', () => {
    const misspelt = administrator(account({ roles: ['amdin'], factors: ['password', 'totp'] }), ...byApp);
    const failure = failureOf(() => acts(policy).given(cleo).by(misspelt).wants(toVouch()).expect(allowed()));
    expect(String(failure)).toContain("no rule of the policy names the role 'amdin'; did you mean 'admin'?");
  });

  it('X8 X9 goes by the clock', () => {
    const signedIn = acts(policy)
      .given(dora)
      .inSession(...byApp);
    signedIn.after('15m').wants(toSetAddress()).expect(allowed());
    signedIn.after('16m').wants(toSetAddress()).expect(refusedUntilProved('enhanced'));
    signedIn.at('2030-01-01T09:20:00Z').wants(toSetAddress()).expect(refusedBecause('insufficient-strength'));
    acts(policy)
      .at('2030-01-01T09:20:00Z')
      .given(dora)
      .inSession(...byApp)
      .wants(toSetAddress())
      .expect(refusedUntilProved('enhanced'));
  });

  it('X10 in a flow, by what the flow is for', () => {
    const asked = [evidence.password(), evidence.emailCode()] as const;
    const given = acts({ ...policy, requiredStrength: 'enhanced' }).given(cleo);
    given
      .inFlow('sign-in', ...asked)
      .wants(toEnroll('totp'))
      .expect(allowed());
    given
      .inFlow('step-up', ...asked)
      .after('16m')
      .wants(toEnroll('totp'))
      .expect(refusedBecause('method-not-allowed'));
    const lax = acts(policy).given(cleo);
    lax
      .inFlow('sign-in', ...asked)
      .wants(toEnroll('totp'))
      .expect(refusedBecause('method-not-allowed'));
    lax
      .inFlow({ stepUpTo: 'enhanced', within: '5m' }, ...asked)
      .wants(toEnroll('totp'))
      .expect(allowed());
    lax
      .inFlow({ stepUpTo: 'enhanced' }, ...asked)
      .after('6m')
      .wants(toEnroll('totp'))
      .expect(allowed());
    lax
      .inFlow({ stepUpTo: 'enhanced', within: '5m' }, ...asked)
      .after('6m')
      .wants(toEnroll('totp'))
      .expect(refusedBecause('method-not-allowed'));
  });

  it('X13 a recovery, and what it goes on with', () => {
    const link = evidence.resetToken();
    acts(policy).given(cleo).inFlow('recover', link).wants(toRecover()).expect(allowed());
    const recovery = acts(policy).given(dora).inFlow('recover', link).wants(toRecover());
    recovery.expect(refusedBecause('method-not-allowed'), refusedUntilShown('totp'));
    expect(String(failureOf(() => recovery.expect(refusedUntilShown('totp', 'passkey'))))).toContain(
      'Expected: refused until totp or passkey is shown\nAnswer: refused: method-not-allowed (the policy, or the flow, does not allow this method here; first: totp)',
    );
    expect(() => recovery.expect(refusedUntilShown('passkey'))).toThrow();
    expect(() => recovery.expect(refusedUntilProved('enhanced'))).toThrow();
    expect(() => recovery.expect(refusedBecause('not-permitted'))).toThrow();
  });

  it('N15 by everybody else', () => {
    const anna = account({ factors: [{ email: 'anna@corp.example' }] });
    acts(policy).given(cleo).by(voucher(ben)).wants(toUseVouching()).expect(allowed());
    acts(policy).given(cleo).by(voucher(dora)).wants(toUseVouching()).expect(refusedBecause('not-permitted'));
    acts(policy).given(cleo).by(hostCode()).wants(toUseVouching()).expect(allowed());
    const byCorp = acts(policy)
      .given(anna)
      .by(provider('corp', { domain: 'corp.example' }));
    byCorp.wants(toLink('corp')).expect(allowed()).wants(toLink('club')).expect(refusedBecause('not-permitted'));
    acts(policy).given(anna).by(provider('corp')).wants(toLink('corp')).expect(refusedBecause('not-permitted'));
    const byOffice = acts(policy)
      .given(anna)
      .by(directory('corp', { domain: 'corp.example' }));
    byOffice.wants(toLink('corp', { method: 'ldap' })).expect(allowed());
    acts(policy).given(cleo).by(theSystem()).wants(toEndSessions()).expect(allowed());
    acts(policy).by(provider('corp')).wants(toCreate()).expect(allowed());
  });

  it('W4 an administrator whose own account is given acts on it', () => {
    acts(policy)
      .given(ben)
      .by(administrator(ben, ...byApp))
      .wants(toUnlock())
      .expect(refusedBecause('not-permitted'));
    acts(policy)
      .given(dora)
      .by(administrator(ben, ...byApp))
      .wants(toUnlock())
      .expect(allowed());
  });

  it('takes a compiled policy, and what the host brings', () => {
    const keyholder = account({ factors: ['passkey'] });
    const wants = (who: ReturnType<typeof acts>) =>
      who.given(keyholder).inSession(evidence.passkey()).wants(toEnroll('sms-code'));
    wants(acts(definePolicy(policy))).expect(refusedBecause('method-not-allowed'));
    wants(acts(policy, { methods: ['passkey'], providers: ['corp'], codes: ['sms-code'] })).expect(allowed());
  });

  it('refuses a story without an account, where the act is on one', () => {
    expect(() => acts(policy).by(hostCode()).wants(toVouch())).toThrow(
      'on whose account? Say acts(policy).given(account(…)) before somebody wants to vouch for the account',
    );
    acts(policy).by(hostCode()).wants(toChangePolicy()).expect(allowed());
  });
});
