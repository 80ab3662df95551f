import type { Policy, PolicyInput } from '../../policy/policy.ts';
import type { CompiledCombination, CompiledStrengths } from '../../strength/compile.ts';
import { compileStrengths } from '../../strength/compile.ts';
import { ALL_METHODS, methodBit } from '../../strength/method.ts';
import { methodNames } from '../../strength/pattern.ts';
import { provedPieces } from '../../strength/pieces.ts';
import { satisfies } from '../../strength/satisfies.ts';
import { fullAccounts } from '../world/factor-sets.ts';
import { strengthImplies } from '../world/implication.ts';
import { everythingGiven } from '../world/proofs.ts';
import type { Survey } from '../world/survey.ts';
import { ordinaryExampleOf } from './example.ts';
import type { Finding, Severity } from './finding.ts';
import { quoted } from './wording.ts';

/** Strengths that nothing satisfies, that no rule asks for, and combinations and trusted words that add nothing. */
export function findStrengths(survey: Survey): Finding[] {
  const { policy } = survey;
  const required = new Set(
    [policy.tenant, ...policy.roles.values()].flatMap(({ strengths }) =>
      policy.strengths.filter((_, place) => (strengths & (1 << place)) !== 0).map(({ name }) => name),
    ),
  );
  const custom = Object.keys(policy.document.strengths ?? {}).sort();
  return [
    ...custom.filter((name) => !required.has(name)).map((name) => unused(survey, name)),
    ...custom.flatMap((name) => unsatisfiable(survey, name, required.has(name))),
    ...custom.flatMap((name) => idleCombinations(survey, name)),
    ...idleTrust(survey),
  ];
}

function unused(survey: Survey, name: string): Finding {
  const message = `No rule requires '${name}': only a route that asks for it by name does.`;
  return finding(survey, 'unused-strength', 'info', `strengths.${name}`, message);
}

/** Tried with everything an account can have, its providers saying the best that the policy listens to, whatever ways in are allowed. */
function unsatisfiable(survey: Survey, name: string, required: boolean): Finding[] {
  const { policy } = survey;
  const strength = policy.strengths.find((other) => other.name === name);
  if (strength === undefined) return [];
  const shown = fullAccounts(policy).flatMap((factors) =>
    everythingGiven(policy, factors).map((evidence) =>
      provedPieces(policy, { roles: [], factors }, evidence, ALL_METHODS).map(({ signature }) => signature),
    ),
  );
  const fails = (combination: CompiledCombination): boolean =>
    !shown.some((signatures) => satisfies({ name, combinations: [combination] }, signatures, true));
  const failing = strength.combinations.filter(fails);
  if (failing.length === 0) return [];
  if (failing.length === strength.combinations.length)
    return [
      finding(
        survey,
        'unsatisfiable-strength',
        required ? 'error' : 'warning',
        `strengths.${name}`,
        `Nothing that can be set up or asserted satisfies '${name}': ${texts(failing)}. One account has one password, and the same thing never counts twice.`,
      ),
    ];
  return failing.map((combination) =>
    finding(
      survey,
      'unsatisfiable-combination',
      'warning',
      `strengths.${name}.anyOf.${strength.combinations.indexOf(combination)}`,
      `Nothing that can be set up or asserted satisfies the combination ${texts([combination])} of '${name}'. One account has one password, and the same thing never counts twice.`,
    ),
  );
}

function texts(combinations: readonly CompiledCombination[]): string {
  return combinations.map(({ source }) => methodNames(source).join(' + ')).join(', ');
}

/** Combinations without which a strength means the same. */
function idleCombinations(survey: Survey, name: string): Finding[] {
  const { document } = survey.policy;
  const anyOf = document.strengths?.[name]?.anyOf ?? [];
  if (anyOf.length < 2) return [];
  return anyOf.flatMap((combination, place) => {
    const strengths = { ...document.strengths, [name]: { anyOf: anyOf.filter((other) => other !== combination) } };
    return meansTheSame(survey.policy, { ...document, strengths })
      ? [
          finding(
            survey,
            'rule-never-matters',
            'warning',
            `strengths.${name}.anyOf.${place}`,
            `The combination ${methodNames(combination).join(' + ')} of '${name}' adds nothing: whatever satisfies it satisfies another.`,
          ),
        ]
      : [];
  });
}

/** Trusted words without which every strength means the same, or that no sign-in could bring. */
function idleTrust(survey: Survey): Finding[] {
  const { document, tenant } = survey.policy;
  const providers = document.providers ?? {};
  const ssoIsAllowed = (tenant.methods & methodBit('sso')) !== 0;
  return Object.entries(providers)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, provider]) =>
      (provider.trust ?? []).flatMap((entry, place) => {
        const without = {
          ...providers,
          [name]: { ...provider, trust: provider.trust?.filter((other) => other !== entry) ?? [] },
        };
        const same = meansTheSame(survey.policy, { ...document, providers: without });
        if (ssoIsAllowed && !same) return [];
        const why = ssoIsAllowed ? 'that is so without it' : "the tenant's 'methods' leave sso out";
        return [
          finding(
            survey,
            'rule-never-matters',
            'warning',
            `providers.${name}.trust.${place}`,
            `Trusting ${quoted([name])} for '${entry.strength}' changes no decision: ${why}.`,
          ),
        ];
      }),
    );
}

function meansTheSame({ strengths, patterns }: Policy, document: PolicyInput): boolean {
  const other: CompiledStrengths = compileStrengths(document.strengths ?? {}, document.providers ?? {});
  return strengths.every((strength) => {
    const namesake = other.strengths.find(({ name }) => name === strength.name);
    return namesake !== undefined && strengthImplies(strength, namesake, patterns, other.patterns);
  });
}

function finding(survey: Survey, code: Finding['code'], severity: Severity, path: string, message: string): Finding {
  return { code, severity, path, message, counterexample: ordinaryExampleOf(survey) };
}
