// A crowd of accounts, for previews.

import type { AccountFactors, AccountFacts } from '@sallyport/core';
import { key } from '../../../core/src/decision/facts.test-support.ts';
import type { AccountForPreview } from './preview-change.ts';

/** Accounts of many kinds, equal in every run. */
export function* crowd(size: number): Generator<AccountForPreview> {
  let state = 1;
  const pick = <Choice>(choices: readonly Choice[]): Choice => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return choices[Math.floor((state / 2 ** 32) * choices.length)] as Choice;
  };
  for (let place = 0; place < size; place++) {
    const passkeys = Array.from({ length: pick([0, 0, 1, 2]) }, (_, which) =>
      key(`key-${which}`, {
        userVerified: pick([true, false]),
        deviceBound: pick([true, false]),
        attested: pick([true, false]),
      }),
    );
    const facts: AccountFacts = {
      roles: pick([[], ['admin'], ['member', 'admin'], ['stranger'], ['super-admin']]),
      ...pick([
        {},
        {},
        {},
        { blocked: true },
        { emergency: true },
        { methods: ['sso'] as const },
        { requiredStrength: 'phishing-resistant' },
      ]),
      factors: {
        passkeys,
        ...pick([{}, { password: 'independent' as const }, { password: 'mailbox' as const }, { ldap: true }]),
        ...pick([{}, { totp: true }]),
        ...pick([{}, { mailDomain: 'corp.example' }, { mailDomain: `host-${place}.example` }]),
        ...pick([{}, { sso: ['corp'] }, { sso: ['elsewhere', 'corp'] }]),
        ...pick<Pick<AccountFactors, 'said'>>([
          {},
          { said: { corp: {} } },
          { said: { corp: { acr: 'mfa' } } },
          { said: { elsewhere: { acr: 'mfa' } } },
        ]),
        backupCodes: pick([0, 8]),
      },
    };
    yield { id: `account-${place}`, facts, vouched: pick([true, false, false]) ? true : undefined };
  }
}
