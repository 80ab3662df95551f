import { account, NOW, WITH_MAIL } from '../decision/facts.test-support.ts';
import type { Question } from '../decision/question.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { instant } from '../time/instant.ts';
import { defineOrganisation } from './define-organisation.ts';
import { definePolicy } from './define-policy.ts';
import type { OrganisationInput } from './organisation-input.ts';
import type { Policy } from './policy.ts';
import { type PlacedPolicy, policyIn } from './policy-in.ts';

export const MINUTE = 60_000;
export const HOUR: number = 60 * MINUTE;
export const at = (time: number): string => new Date(time).toISOString();
export const POLICY: Policy = definePolicy<string>({
  requiredStrength: 'single',
  administrators: { policy: ['admin'] },
  contexts: {
    outside: { requiredStrength: 'baseline', shown: true },
    risk: { recentProof: '5m', enrollment: { firstFactor: 'vouched' } },
  },
  organisations: {
    recentProof: '10m',
    roles: { owner: { requiredStrength: 'enhanced' }, finance: {} },
    later: [{ from: at(NOW + 2 * HOUR), requiredStrength: 'phishing-resistant' }],
  },
});

interface Where {
  readonly contexts?: readonly string[] | 'unknown';
  readonly roles?: readonly string[];
  readonly now?: typeof NOW;
  readonly policy?: typeof POLICY;
}

export function acme(
  written: OrganisationInput<string>,
  { contexts = [], roles = [], now = NOW, policy = POLICY }: Where = {},
): PlacedPolicy {
  return policyIn(policy, {
    contexts,
    organisation: { rules: defineOrganisation(policy, 'acme', written), roles },
    now,
  });
}

export const ADA: AccountFacts = account({ ...WITH_MAIL, totp: true });
export const aged = (shown: Evidence, age: number): Evidence => ({ ...shown, at: instant(NOW - age) });
export const ask = (who: AccountFacts, ...evidence: readonly Evidence[]): Question => ({
  account: who,
  evidence,
  now: NOW,
});
export const session = (who: AccountFacts, ...evidence: readonly Evidence[]): Question => ({
  ...ask(who, ...evidence),
  demand: { strengths: ['single'] },
});
