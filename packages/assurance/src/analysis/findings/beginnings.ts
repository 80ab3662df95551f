import { type AccountFactors, type Evidence, methodBit, requirementsOf } from '@sallyport/core';
import { AT } from '@sallyport/core/model';
import { type Beginning, beginning } from '../world/sign-ins.ts';
import type { Survey } from '../world/survey.ts';
import { exampleOf } from './example.ts';
import type { Finding } from './finding.ts';
import { conjoined, factorWords, holders } from './wording.ts';

export function findBeginnings(survey: Survey, can: (roles: readonly string[]) => boolean): Finding[] {
  const tenant = can([]) ? findingOf(survey, []) : undefined;
  const roles = [...survey.policy.roles.keys()]
    .sort()
    .filter((name) => can([name]))
    .map((name) => findingOf(survey, [name]))
    .filter((finding) => finding?.code !== tenant?.code);
  return [tenant, ...roles].filter((finding) => finding !== undefined);
}

function findingOf(survey: Survey, roles: readonly string[]): Finding | undefined {
  const begun = beginning(survey, roles);
  if (begun.end === 'stuck') return cannotBegin(survey, roles, begun);
  return begun.end === 'waits' ? onlyByVouching(survey, roles, begun) : undefined;
}

function cannotBegin(survey: Survey, roles: readonly string[], { factors, evidence }: Beginning): Finding {
  return {
    code: 'cannot-begin',
    severity: 'warning',
    ...pathOf(roles),
    message: `A new account cannot begin: ${holders(roles)} can sign in only with what was set up before, and no administrator's code opens its set-up.`,
    counterexample: exampleOf(survey, roles, factors, evidence),
  };
}

function onlyByVouching(survey: Survey, roles: readonly string[], { factors, evidence }: Beginning): Finding {
  const meant = survey.policy.firstFactor === 'vouched';
  return {
    code: 'only-by-vouching',
    severity: meant ? 'info' : 'warning',
    ...pathOf(roles),
    message: `Every new account waits for an administrator's enrollment code: ${holders(roles)}, with ${conjoined(factorWords(factors))} and no second factor yet, ${meant ? 'may set none up alone' : 'has no two independent proofs to give'}.`,
    counterexample: exampleOf(survey, roles, factors, evidence),
  };
}

function pathOf(roles: readonly string[]): { readonly path?: string } {
  return roles.length === 0 ? {} : { path: `roles.${roles[0]}` };
}

/** A provider's new account has a mailbox only in the provider's own mail domains. */
export function findProviderBeginnings(survey: Survey): Finding[] {
  const { methods } = requirementsOf(survey.policy, { roles: [], factors: { passkeys: [] } }).rule;
  if ((methods & methodBit('sso')) === 0) return [];
  return [...survey.policy.providers].flatMap(
    ([provider, { createAccounts = false, mailDomains = [], trust = [] }]): Finding[] => {
      if (createAccounts === false) return [];
      const [mailDomain] = mailDomains;
      const factors: AccountFactors = {
        passkeys: [],
        sso: [provider],
        mailDomain,
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
