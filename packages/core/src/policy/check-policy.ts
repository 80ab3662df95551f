import type * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { compileStrengths, MAX_PATTERNS, MAX_STRENGTHS } from '../strength/compile.ts';
import { isHostCode, METHODS } from '../strength/method.ts';
import { nearestName } from '../strength/nearest-name.ts';
import { parseDuration } from '../time/duration.ts';
import { dateProblems } from './date-problems.ts';
import { MOST_CONTEXTS, POLICY_DEFAULTS } from './defaults.ts';
import { type HostMethods, hostProblems, patternsOf } from './host-methods.ts';
import { NAMED_BY_AUTHOR } from './member-names.ts';
import { policysProblems } from './organisation-problems.ts';
import type { PolicyProblem } from './policy-error.ts';
import { BUILT_IN_STRENGTHS, type PolicyInput } from './policy-input.ts';
import { policySchema } from './schema.ts';
import { memberOf, problem, problemsOf, unknownName, unnameableNames } from './schema-problems.ts';
import { writtenDates } from './written-dates.ts';

export const IN_ENGLISH: { readonly error: z.core.$ZodErrorMap } = { error: en().localeError };

export type CheckedPolicy =
  | { readonly ok: true; readonly policy: PolicyInput<string> }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

export function checkPolicy(input: unknown, host?: HostMethods): CheckedPolicy {
  const parsed = policySchema.safeParse(input, IN_ENGLISH);
  const unnameable = unnameableNames(input, policySchema);
  if (parsed.success) {
    const problems = [...unnameable, ...crossChecks(parsed.data, input, host)];
    return problems.length === 0 ? { ok: true, policy: structuredCopy(parsed.data) } : { ok: false, problems };
  }
  const shape = parsed.error.issues.flatMap((issue) => problemsOf(issue, input, policySchema));
  return {
    ok: false,
    problems: [...unnameable, ...shape, ...crossChecks(soundPart(input, parsed.error.issues), input, host)],
  };
}

function soundPart(input: unknown, issues: readonly z.core.$ZodIssue[]): PolicyInput<string> {
  const wrong = new Set<string>();
  for (const { path, ...issue } of issues) {
    const inside = issue.code === 'unrecognized_keys' && path.length === 0 ? issue.keys.map((key) => [key]) : [path];
    for (const [member, name] of inside)
      wrong.add(
        JSON.stringify(name !== undefined && NAMED_BY_AUTHOR.includes(String(member)) ? [member, name] : [member]),
      );
  }
  const sound = (path: readonly unknown[]): boolean => !wrong.has(JSON.stringify(path));
  const members = Object.entries(Object(input)).map(([member, value]) =>
    NAMED_BY_AUTHOR.includes(member) && typeof value === 'object' && value !== null
      ? [member, Object.fromEntries(Object.entries(value).filter(([name]) => sound([member, name])))]
      : [member, value],
  );
  const parsed = policySchema.safeParse(Object.fromEntries(members.filter(([member]) => sound([member]))));
  return parsed.success ? parsed.data : {};
}

/** @param input a name defined there is known even if the definition is wrong */
function crossChecks(policy: PolicyInput<string>, input: unknown, host: HostMethods | undefined): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const custom = Object.keys(Object(memberOf(input, 'strengths')));
  const strengths = [...BUILT_IN_STRENGTHS, ...custom];
  const knows = (path: string, written: string | undefined, names: readonly string[], kind: string): void => {
    problems.push(...unknownName(path, written, names, kind));
  };
  knows('requiredStrength', policy.requiredStrength, strengths, 'strength');
  for (const [role, { requiredStrength }] of Object.entries(policy.roles ?? {}))
    knows(`roles.${role}.requiredStrength`, requiredStrength, strengths, 'strength');
  for (const [context, { requiredStrength }] of Object.entries(policy.contexts ?? {}))
    knows(`contexts.${context}.requiredStrength`, requiredStrength, strengths, 'strength');
  for (const { path, rule } of writtenDates(policy))
    knows(`${path}.requiredStrength`, rule.requiredStrength, strengths, 'strength');
  for (const name of custom) {
    if (BUILT_IN_STRENGTHS.some((builtIn) => builtIn === name))
      problems.push(problem(`strengths.${name}`, 'is the name of a built-in strength; choose another'));
  }
  const providers = [...Object.keys(Object(memberOf(input, 'providers'))), ...(host?.providers ?? [])];
  knows('preferSso', policy.preferSso, providers, 'provider');
  for (const [name, { trust }] of Object.entries(policy.providers ?? {})) {
    (trust ?? []).forEach(({ strength }, place) => {
      knows(`providers.${name}.trust.${place}.strength`, strength, strengths, 'strength');
    });
  }
  for (const { path, pattern } of patternsOf(policy))
    knows(`${path}.provider`, pattern.provider, providers, 'provider');
  if (host === undefined) problems.push(...misspeltCodes(policy));
  problems.push(...helpdeskProblems(policy), ...dateProblems('later', writtenDates(policy), 'a policy'));
  problems.push(...policysProblems(policy, strengths));
  problems.push(...sessionProblems(policy), ...lockoutProblems(policy), ...limitProblems(policy, host?.floor, custom));
  if (host !== undefined) problems.push(...hostProblems(policy, host));
  return problems;
}

/** Any name that ends in `-code` can be a code of the host. If the host is unknown, a name close to a built-in method counts as misspelt. */
function misspeltCodes(policy: PolicyInput<string>): PolicyProblem[] {
  return patternsOf(policy).flatMap(({ path, pattern: { method } }) => {
    const nearest = isHostCode(method) ? nearestName(method, METHODS) : undefined;
    return nearest === undefined ? [] : [problem(`${path}.method`, `there is no method named '${method}'`, nearest)];
  });
}

/** A helpdesk that is over another helpdesk could sign in as its people, and have their rights. */
function helpdeskProblems({
  administrators: { policy = [], people = [], helpdesk = [] } = {},
}: PolicyInput<string>): PolicyProblem[] {
  const above = [...policy, ...people];
  const administering = [...above, ...helpdesk.flatMap(({ roles }) => roles)];
  const named = (at: string, names: readonly string[], wrong: readonly string[], what: string): PolicyProblem[] =>
    names.flatMap((name, place) =>
      wrong.includes(name) ? [problem(`administrators.helpdesk.${at}.${place}`, `'${name}' ${what}`)] : [],
    );
  return helpdesk.flatMap(({ roles, over }, place) => [
    ...named(`${place}.roles`, roles, above, 'administers people already, and may do every act of a helpdesk'),
    ...named(`${place}.over`, over, administering, 'is a role of administration, which no helpdesk reaches'),
  ]);
}

/** Limits of different rules are joined, and the shortest applies. */
function sessionProblems(policy: PolicyInput<string>): PolicyProblem[] {
  const written = [
    ['session', policy.session] as const,
    ...Object.entries(policy.roles ?? {}).map(([name, { session }]) => [`roles.${name}.session`, session] as const),
    ...writtenDates(policy).map(({ path, rule }) => [`${path}.session`, rule.session] as const),
  ];
  return written.flatMap(([path, { idle = '', absolute = '' } = {}]) =>
    (parseDuration(idle) ?? 0) > (parseDuration(absolute) ?? Number.POSITIVE_INFINITY)
      ? [problem(`${path}.idle`, `is longer than absolute ('${absolute}'): the session is over before it is idle`)]
      : [],
  );
}

function lockoutProblems({ lockout }: PolicyInput<string>): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const { maxFailures, hardLimit, lockFor, maxLockFor } = { ...POLICY_DEFAULTS.lockout, ...lockout };
  if (hardLimit < maxFailures)
    problems.push(
      problem('lockout.hardLimit', `is below maxFailures (${maxFailures}): no lock would ever end by itself`),
    );
  if ((parseDuration(maxLockFor) ?? 0) < (parseDuration(lockFor) ?? 0))
    problems.push(problem('lockout.maxLockFor', `is shorter than lockFor ('${lockFor}')`));
  return problems;
}

export function limitProblems(
  policy: PolicyInput<string>,
  floor: PolicyInput<string> = {},
  custom: readonly string[] = Object.keys(policy.strengths ?? {}),
): PolicyProblem[] {
  const contexts = Object.keys({ ...policy.contexts, ...floor.contexts }).length;
  if (contexts > MOST_CONTEXTS)
    return [problem('contexts', `there are ${contexts} contexts; a policy has at most ${MOST_CONTEXTS}`)];
  if (new Set([...BUILT_IN_STRENGTHS, ...custom, ...Object.keys(floor.strengths ?? {})]).size > MAX_STRENGTHS)
    return [problem('strengths', `there are more than ${MAX_STRENGTHS} strengths, the built-in ones included`)];
  try {
    compileStrengths({ ...policy.strengths, ...floor.strengths }, { ...policy.providers, ...floor.providers });
    return [];
  } catch (error) {
    if (error instanceof RangeError)
      return [
        problem(
          'strengths',
          `they ask for more than ${MAX_PATTERNS} different things; at most ${MAX_PATTERNS} patterns can be told apart`,
        ),
      ];
    throw error;
  }
}

export function structuredCopy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}
