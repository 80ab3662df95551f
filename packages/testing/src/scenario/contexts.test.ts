import { describe, expect, it } from 'vitest';
import {
  account,
  asksFor,
  denied,
  granted,
  opensSignIn,
  proves,
  ScenarioMisused,
  scenario,
  stepsUp,
} from '../index.ts';

const POLICY = {
  requiredStrength: 'single',
  contexts: { outside: { requiredStrength: 'enhanced', proofsWithin: '1h' }, embargo: { refuse: true } },
} as const;
const ada = account({ factors: ['password', 'totp'] });

describe('N8 N17 a scenario in a context', () => {
  it('asks for more outside, and for nothing after the return', () => {
    scenario(POLICY)
      .given(ada)
      .when(proves('password'))
      .then(granted())
      .in('outside')
      .when(stepsUp('single'))
      .then(asksFor('totp'))
      .in()
      .when(opensSignIn(), proves('password'))
      .then(granted());
  });

  it('counts only proofs that are young enough there', () => {
    scenario(POLICY)
      .in('outside')
      .given(ada)
      .when(proves('password'), proves('totp'))
      .then(granted('enhanced'))
      .after('2h')
      .in('outside')
      .when(stepsUp('single'))
      .then(asksFor('password'));
  });

  it('refuses a sign-in where nobody comes in', () => {
    scenario(POLICY).in('embargo').given(ada).when(proves('password')).then(denied('method-not-allowed'));
  });

  it('refuses a name that the policy does not have', () => {
    expect(() => scenario(POLICY).in('outsid')).toThrow(ScenarioMisused);
    expect(() => scenario(POLICY).given(ada).in('outsid')).toThrow("did you mean 'outside'?");
  });
});
