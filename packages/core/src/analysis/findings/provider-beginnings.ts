import { AT } from '../../reach/proofs.ts';
import { requirementsOf } from '../../requirements/requirements-of.ts';
import type { AccountFactors } from '../../strength/account-facts.ts';
import type { Evidence } from '../../strength/evidence.ts';
import { methodBit } from '../../strength/method.ts';
import type { Survey } from '../world/survey.ts';
import { exampleOf } from './example.ts';
import type { Finding } from './finding.ts';

/**
 * Providers whose new accounts cannot begin. An account that a provider creates has the identity there, and a mailbox only in the provider's own
 * mail domains. Most providers assert no `acr` and no `amr`. A tenant that does not allow single sign-on lets no provider create accounts.
 */
export function findProviderBeginnings(survey: Survey): Finding[] {
  const { methods } = requirementsOf(survey.policy, { roles: [], factors: { passkeys: [] } }).rule;
  if ((methods & methodBit('sso')) === 0) return [];
  return [...survey.policy.providers].flatMap(
    ([provider, { createAccounts, mailDomains = [], trust = [] }]): Finding[] => {
      if (createAccounts !== true) return [];
      const [mailDomain] = mailDomains;
      const factors: AccountFactors = {
        passkeys: [],
        sso: [provider],
        ...(mailDomain === undefined ? {} : { mailDomain }),
      };
      const evidence: readonly Evidence[] = [{ method: 'sso', at: AT, provider }];
      const counterexample = exampleOf(survey, [], factors, evidence);
      if (counterexample.decision.outcome !== 'denied') return [];
      return [
        {
          code: 'provider-cannot-begin',
          severity: trust.length > 0 ? 'info' : 'warning',
          path: `providers.${provider}`,
          message: `An account that the provider '${provider}' creates cannot begin if the provider says nothing of how the person signed in (no acr, no amr): a sign-in there is one factor, and the account has no second one. If you trust the provider with that, say so: \`trust: [{ strength: 'baseline' }]\`.`,
          counterexample,
        },
      ];
    },
  );
}
