import type { AccountFactors, Evidence, Policy } from '@sallyport/core';
import { AT, bestAssertions, isSaidAgain, NO_RULE, policyRule } from '@sallyport/core/model';
import { fullAccounts, passkeyKinds } from '../world/factor-sets.ts';
import type { Survey } from '../world/survey.ts';
import { walk } from '../world/walk.ts';
import { exampleOf } from './example.ts';
import type { Finding } from './finding.ts';
import { conjoined, holders, proofWord, quoted } from './wording.ts';

export function findNonMonotone(survey: Survey): Finding[] {
  const found = [...assertionsThatLose(survey)];
  const accounts = accountsWithMuch(survey.policy);
  for (const { roles } of survey.rules) {
    if (!survey.mayGoOn()) break;
    const breaks = (factors: AccountFactors): Finding | undefined => {
      const granted = grantedSets(survey, roles, factors);
      return proofThatLoses(survey, roles, factors, granted) ?? roleThatAdds(survey, roles, factors, granted);
    };
    const broken = first(accounts, breaks);
    // If no account with every factor shows a case, the search for the smallest is a waste.
    if (broken !== undefined)
      return [
        ...found,
        first(
          survey.factorSets.map(({ factors }) => factors),
          breaks,
        ) ?? broken,
      ];
  }
  return found;
}

function first<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function accountsWithMuch(policy: Policy): AccountFactors[] {
  return fullAccounts(policy).flatMap((factors) => {
    const kinds = passkeyKinds(policy);
    const passkeys = [...kinds.slice(0, 1), ...kinds.slice(1).slice(-1)].map((kind, place) => ({
      id: `passkey-${place + 1}`,
      ...kind,
    }));
    const much = { ...factors, passkeys };
    return factors.password === undefined ? [much] : [much, { ...much, password: 'mailbox' as const }];
  });
}

function grantedSets(
  survey: Survey,
  roles: readonly string[],
  factors: AccountFactors,
): readonly (readonly Evidence[])[] {
  const always: Policy = { ...survey.policy, emailCodes: 'always' };
  return walk(survey.proofs(factors), (evidence) => survey.askUnder(always, roles, factors, evidence))
    .steps.filter(({ decision }) => decision.outcome === 'granted')
    .map(({ evidence }) => evidence);
}

function proofThatLoses(
  survey: Survey,
  roles: readonly string[],
  factors: AccountFactors,
  grants: readonly (readonly Evidence[])[],
): Finding | undefined {
  const proofs = survey.proofs(factors);
  const grantedBy = new Map<string, { readonly granted: readonly Evidence[]; readonly more: readonly Evidence[] }>();
  for (const granted of grants) {
    const sets = supersets(granted, proofs, roles.length > 1 ? 1 : proofs.length);
    for (const more of sets) {
      const key = proofs.map((proof) => (more.includes(proof) ? '1' : '0')).join('');
      if (!grantedBy.has(key)) grantedBy.set(key, { granted, more });
    }
  }
  const lost = [...grantedBy.values()]
    .sort((a, b) => a.more.length - b.more.length)
    .find(({ more }) => survey.ask(roles, factors, more).outcome !== 'granted');
  if (lost === undefined) return undefined;
  return {
    code: 'non-monotone',
    severity: 'error',
    message: `More proof loses a grant: ${holders(roles)} is granted with ${conjoined(lost.granted.map(proofWord))}, and not with ${conjoined(lost.more.map(proofWord))}.`,
    counterexample: exampleOf(survey, roles, factors, lost.more),
  };
}

function supersets(granted: readonly Evidence[], proofs: readonly Evidence[], most: number): (readonly Evidence[])[] {
  let sets: (readonly Evidence[])[] = [granted];
  let all = granted;
  for (const proof of proofs) {
    if (granted.includes(proof)) continue;
    const shorter = sets.filter((set) => set.length < granted.length + most && !isSaidAgain(proof, set));
    sets = [...sets, ...shorter.map((set) => [...set, proof])];
    if (!isSaidAgain(proof, all)) all = [...all, proof];
  }
  return [...sets, all];
}

function roleThatAdds(
  survey: Survey,
  roles: readonly string[],
  factors: AccountFactors,
  grants: readonly (readonly Evidence[])[],
): Finding | undefined {
  for (const role of roles) {
    const fewer = roles.filter((name) => name !== role);
    for (const granted of grants) {
      if (survey.ask(fewer, factors, granted).outcome === 'granted') continue;
      return {
        code: 'non-monotone',
        severity: 'error',
        path: `roles.${role}`,
        message: `A stricter rule adds a grant: ${holders(roles)} is granted with ${conjoined(granted.map(proofWord))}, and ${holders(fewer)} is not.`,
        counterexample: exampleOf(survey, fewer, factors, granted),
      };
    }
  }
  return undefined;
}

function* assertionsThatLose(survey: Survey): Generator<Finding> {
  const { policy } = survey;
  const asked = [...policy.roles.values()].reduce((mask, { strengths }) => mask | strengths, 0);
  for (const provider of [...policy.providers.keys()].sort()) {
    const factors: AccountFactors = { passkeys: [], sso: [provider] };
    const assertions = bestAssertions(policy, provider).map((assertion): readonly Evidence[] => [
      { method: 'sso', at: AT, provider, ...assertion },
    ]);
    const granted = assertions.find((assertion) => survey.ask([], factors, assertion).outcome === 'granted');
    const refused = assertions.filter((assertion) => survey.ask([], factors, assertion).outcome !== 'granted');
    if (granted === undefined) continue;
    const satisfied = (assertion: readonly Evidence[]): string[] =>
      policy.strengths
        .filter((_, place) => (asked & (1 << place)) !== 0 && satisfies(survey, factors, assertion, place))
        .map(({ name }) => name);
    const before = satisfied(granted);
    for (const assertion of refused) {
      const more = satisfied(assertion).filter((name) => !before.includes(name));
      if (more.length === 0) continue;
      yield {
        code: 'non-monotone',
        severity: 'warning',
        path: `providers.${provider}.trust`,
        message: `A better word loses a grant: ${conjoined(assertion.map(proofWord))} satisfies ${quoted(more)}, yet it is not enough where ${conjoined(granted.map(proofWord))} is. Trust it for what the tenant requires as well.`,
        counterexample: exampleOf(survey, [], factors, assertion),
      };
      break;
    }
  }
}

function satisfies(
  { policy, askUnder }: Survey,
  factors: AccountFactors,
  assertion: readonly Evidence[],
  place: number,
): boolean {
  const asks: Policy = {
    ...policy,
    tenant: policyRule(policy.strengths, 'tenant', { ...NO_RULE, strengths: 1 << place }),
  };
  return askUnder(asks, [], factors, assertion).outcome === 'granted';
}
