import { describe, expect, it } from 'vitest';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { account, ask, password, proof, sso, WITH_MAIL } from './facts.test-support.ts';

// One proof opens the set-up of a factor. Without the level of before, a thief with that proof would set up what the sign-in asks for.
const OPEN: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { trust: [{ acr: 'mfa', strength: 'baseline' }] } },
  enrollment: { firstFactor: 'password' },
};
const ENHANCED: PolicyInput<string> = { ...OPEN, requiredStrength: 'enhanced' };
const disowned = (factors: Partial<AccountFacts['factors']>) => account(factors, { afterDisowned: 'baseline' });
const asks = (policy: PolicyInput<string>, who: AccountFacts, evidence: readonly Evidence[]) => {
  const decision = ask(policy, who, evidence);
  return 'accept' in decision ? `asks for ${decision.accept.join()}` : decision.outcome;
};

describe('X28 a sign-in after a disowned one', () => {
  it('asks for the level of before besides', () => {
    expect(asks(OPEN, disowned(WITH_MAIL), [password()])).toBe('asks for email-code');
    expect(asks(OPEN, disowned(WITH_MAIL), [password(), proof('email-code')])).toBe('granted');
  });

  it('opens no set-up in place of that level', () => {
    const who = disowned({ sso: ['corp'], said: { corp: {} }, reported: { corp: [{ acr: 'mfa' }] } });
    expect(asks(OPEN, who, [sso('corp')])).toBe('denied');
    expect(asks(OPEN, who, [sso('corp', { acr: 'mfa' })])).toBe('granted');
    // The control: the account may set up a factor by the weaker report, where its own rule asks for more.
    const { afterDisowned: requiredStrength, ...rest } = who;
    expect(asks(OPEN, { ...rest, requiredStrength: requiredStrength ?? '' }, [sso('corp')])).toBe(
      'enrollment-required',
    );
  });

  it('opens the set-up that the policy asks for after that level', () => {
    expect(asks(ENHANCED, account(WITH_MAIL), [password()])).toBe('enrollment-required');
    expect(asks(ENHANCED, disowned(WITH_MAIL), [password()])).toBe('asks for email-code');
    expect(asks(ENHANCED, disowned(WITH_MAIL), [password(), proof('email-code')])).toBe('enrollment-required');
  });

  it('opens a set-up by the code of an administrator', () => {
    const who = disowned({ sso: ['corp'], said: { corp: {} } });
    expect(asks(OPEN, who, [sso('corp'), proof('enrollment-code')])).toBe('enrollment-required');
  });

  it('names the strength once where the policy asks for it already', () => {
    const names = (policy: PolicyInput<string>, who: AccountFacts) =>
      ask(policy, who).because.map(({ source, params }) => [source, params['strength']]);
    const own = { ...disowned(WITH_MAIL), requiredStrength: 'enhanced' };
    expect(names({ requiredStrength: 'baseline' }, disowned(WITH_MAIL))).toEqual([['tenant', 'baseline']]);
    expect(names(OPEN, disowned(WITH_MAIL))).toEqual([
      ['tenant', 'single'],
      ['account', 'baseline'],
    ]);
    expect(names({ requiredStrength: 'single' }, own).slice(0, 3)).toEqual([
      ['tenant', 'single'],
      ['account', 'enhanced'],
      ['account', 'baseline'],
    ]);
  });
});
