import { BUILT_IN_STRENGTHS, type Combination, methodBit, type Policy, type PolicyInput } from '@sallyport/core';
import {
  ALL_METHODS,
  broughtBy,
  type CompiledStrength,
  type CompiledStrengths,
  compileStrengths,
  everythingGiven,
  methodNames,
  provedPieces,
  satisfies,
} from '@sallyport/core/model';
import { fullAccounts } from '../world/factor-sets.ts';
import { strengthImplies } from '../world/implication.ts';
import type { Survey } from '../world/survey.ts';
import { ordinaryExampleOf } from './example.ts';
import type { Finding, Severity } from './finding.ts';
import { compare, sortedEntries } from './sorted-entries.ts';
import { quoted } from './wording.ts';

export function findStrengths(survey: Survey): Finding[] {
  const { policy } = survey;
  const required = new Set(
    [
      policy.tenant,
      ...policy.roles.values(),
      ...policy.contexts.values(),
      ...policy.later.map(({ rule }) => rule),
    ].flatMap(({ strengths }) =>
      policy.strengths.filter((_, place) => (strengths & (1 << place)) !== 0).map(({ name }) => name),
    ),
  );
  const custom = policy.strengths.slice(BUILT_IN_STRENGTHS.length).sort((a, b) => compare(a.name, b.name));
  return [
    ...custom.filter(({ name }) => !required.has(name)).map(({ name }) => unused(survey, name)),
    ...custom.flatMap((strength) => unsatisfiable(survey, strength, required.has(strength.name))),
    ...idleMeanings(survey),
  ];
}

function unused(survey: Survey, name: string): Finding {
  const message = `No rule requires '${name}': only a route that asks for it by name does.`;
  return finding(survey, 'unused-strength', 'info', `strengths.${name}`, message);
}

function unsatisfiable(survey: Survey, { name, combinations }: CompiledStrength, required: boolean): Finding[] {
  const { policy } = survey;
  const shown = fullAccounts(policy).flatMap((factors) =>
    everythingGiven(policy, factors).map((evidence) =>
      provedPieces(policy, { roles: [], factors }, evidence, ALL_METHODS).map(({ matched }) => matched),
    ),
  );
  const sources = [...new Set(combinations.map(({ source }) => source))];
  const fails = (source: Combination): boolean => {
    const compiled = combinations.filter((combination) => combination.source === source);
    return !shown.some((matched) => satisfies({ name, combinations: compiled }, matched, true));
  };
  const failing = sources.filter(fails);
  if (failing.length === 0) return [];
  if (failing.length === sources.length)
    return [
      finding(
        survey,
        'unsatisfiable-strength',
        required ? 'error' : 'warning',
        `strengths.${name}`,
        `Nothing that can be set up or asserted satisfies '${name}': ${texts(failing)}. One account has one password, and the same thing never counts twice.`,
      ),
    ];
  return failing.map((source) =>
    finding(
      survey,
      'unsatisfiable-combination',
      'warning',
      `strengths.${name}.anyOf.${sources.indexOf(source)}`,
      `Nothing that can be set up or asserted satisfies the combination ${texts([source])} of '${name}'. One account has one password, and the same thing never counts twice.`,
    ),
  );
}

function texts(combinations: readonly Combination[]): string {
  return combinations.map((combination) => methodNames(combination).join(' + ')).join(', ');
}

/** Each entry is checked without the entries reported before, so that an entry of every equal pair stays. */
function idleMeanings(survey: Survey): Finding[] {
  const { policy } = survey;
  let { document } = policy;
  const findings: Finding[] = [];
  const isIdle = (without: PolicyInput<string>): boolean => {
    if (!meansTheSame(policy, without) || leavesCodeUnnamed(policy, without)) return false;
    document = without;
    return true;
  };
  for (const [name, { anyOf }] of sortedEntries(document.strengths ?? {})) {
    let kept = anyOf;
    for (const [place, combination] of [...anyOf.entries()].reverse()) {
      const others = kept.filter((other) => other !== combination);
      const strengths = { ...document.strengths, [name]: { anyOf: others } };
      if (others.length === 0 || !isIdle({ ...document, strengths })) continue;
      kept = others;
      const message = `The combination ${methodNames(combination).join(' + ')} of '${name}' adds nothing: whatever satisfies it satisfies another.`;
      findings.push(finding(survey, 'rule-never-matters', 'warning', `strengths.${name}.anyOf.${place}`, message));
    }
  }
  const ssoIsAllowed = (policy.tenant.methods & methodBit('sso')) !== 0;
  for (const [name, provider] of sortedEntries(document.providers ?? {})) {
    let { trust: kept = [] } = provider;
    for (const [place, entry] of [...kept.entries()].reverse()) {
      const trust = kept.filter((other) => other !== entry);
      const providers = { ...document.providers, [name]: { ...provider, trust } };
      if (ssoIsAllowed && !isIdle({ ...document, providers })) continue;
      kept = trust;
      const why = ssoIsAllowed
        ? 'that is so without it'
        : "the tenant's 'methods' leave sso out, for all but emergency accounts";
      const message = `Trusting ${quoted([name])} for '${entry.strength}' changes no decision: ${why}.`;
      findings.push(finding(survey, 'rule-never-matters', 'warning', `providers.${name}.trust.${place}`, message));
    }
  }
  return findings.sort((a, b) => compare(a.path ?? '', b.path ?? ''));
}

function meansTheSame({ strengths, patterns }: Policy, document: PolicyInput<string>): boolean {
  const other: CompiledStrengths = compileStrengths(document.strengths ?? {}, document.providers ?? {});
  return strengths.every((strength) =>
    other.strengths.some(
      (namesake) => namesake.name === strength.name && strengthImplies(strength, namesake, patterns, other.patterns),
    ),
  );
}

/** If the host is unknown, the codes that strengths name count as configured. */
function leavesCodeUnnamed({ codes, broughtProviders }: Policy, without: PolicyInput<string>): boolean {
  if (broughtProviders !== undefined) return false;
  const named = broughtBy(undefined, without).codes;
  return codes.some((code) => !named.includes(code));
}

function finding(survey: Survey, code: Finding['code'], severity: Severity, path: string, message: string): Finding {
  return { code, severity, path, message, counterexample: ordinaryExampleOf(survey) };
}
