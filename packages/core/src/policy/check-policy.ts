import type * as z from 'zod';
import { compileStrengths, MAX_PATTERNS, MAX_STRENGTHS } from '../strength/compile.ts';
import type { StrengthDefinition } from '../strength/pattern.ts';
import { parseDuration } from '../time/duration.ts';
import { nearestName } from './nearest-name.ts';
import { BUILT_IN_STRENGTHS, type PolicyInput } from './policy.ts';
import type { PolicyProblem } from './policy-error.ts';
import { policySchema } from './schema.ts';

export type CheckedPolicy =
  | { readonly ok: true; readonly policy: PolicyInput }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** Checks a policy's shape, then what its parts say of each other. Answers every problem, or a copy that is the caller's no more. */
export function checkPolicy(input: unknown): CheckedPolicy {
  const parsed = policySchema.safeParse(input);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.flatMap((issue) => problemsOf(issue)) };
  const problems = crossChecks(parsed.data);
  return problems.length === 0 ? { ok: true, policy: structuredCopy(parsed.data) } : { ok: false, problems };
}

function problemsOf(issue: z.core.$ZodIssue): PolicyProblem[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = memberNames(issue.path);
    return issue.keys.map((key) => {
      const nearest = nearestName(key, known);
      return {
        path: path === '' ? key : `${path}.${key}`,
        message: `there is no such member${hint(nearest)}`,
        ...(nearest === undefined ? {} : { nearest }),
      };
    });
  }
  return [{ path, message: issue.message }];
}

const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  '': [
    'requiredStrength',
    'methods',
    'preferSso',
    'session',
    'administrators',
    'roles',
    'strengths',
    'lockout',
    'recentProof',
    'passkeys',
    'emailCodes',
    'enrollment',
    'recovery',
    'onTighten',
    'vault',
    'providers',
  ],
  roles: ['requiredStrength', 'methods', 'session'],
  session: ['idle', 'absolute'],
  lockout: ['maxFailures', 'window', 'lockFor', 'growth', 'maxLockFor', 'hardLimit'],
  administrators: ['policy', 'people'],
  providers: ['trust', 'mailDomains', 'createAccounts'],
  passkeys: ['counterRegression'],
  emailCodes: ['offer'],
  enrollment: ['firstFactor'],
  recovery: ['mailboxAlone'],
  strengths: ['anyOf'],
  anyOf: ['method', 'userVerified', 'deviceBound', 'aaguid', 'attested', 'provider', 'acr', 'amr'],
  trust: ['acr', 'amr', 'strength'],
};

function memberNames(path: readonly PropertyKey[]): readonly string[] {
  for (const step of path.toReversed())
    if (typeof step === 'string' && MEMBERS[step] !== undefined) return MEMBERS[step];
  return path.length === 0 ? (MEMBERS[''] ?? []) : [];
}

function crossChecks(policy: PolicyInput): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const custom = Object.keys(policy.strengths ?? {});
  const strengths = [...BUILT_IN_STRENGTHS, ...custom];
  const knows = (path: string, written: string | undefined, names: readonly string[], kind: string): void => {
    if (written === undefined || names.includes(written)) return;
    const nearest = nearestName(written, names);
    problems.push({
      path,
      message: `there is no ${kind} named '${written}'${hint(nearest)}`,
      ...(nearest === undefined ? {} : { nearest }),
    });
  };
  knows('requiredStrength', policy.requiredStrength, strengths, 'strength');
  for (const [role, { requiredStrength }] of Object.entries(policy.roles ?? {}))
    knows(`roles.${role}.requiredStrength`, requiredStrength, strengths, 'strength');
  for (const name of custom) {
    if (BUILT_IN_STRENGTHS.some((builtIn) => builtIn === name))
      problems.push({ path: `strengths.${name}`, message: 'is the name of a built-in strength; choose another' });
  }
  const providers = Object.keys(policy.providers ?? {});
  knows('preferSso', policy.preferSso, providers, 'provider');
  for (const [name, { trust }] of Object.entries(policy.providers ?? {})) {
    (trust ?? []).forEach(({ strength }, place) => {
      knows(`providers.${name}.trust.${place}.strength`, strength, strengths, 'strength');
    });
  }
  patternProviders(policy.strengths ?? {}, providers, knows);
  problems.push(...lockoutProblems(policy), ...limitProblems(policy, strengths.length));
  return problems;
}

function patternProviders(
  strengths: Readonly<Record<string, StrengthDefinition>>,
  providers: readonly string[],
  knows: (path: string, written: string | undefined, names: readonly string[], kind: string) => void,
): void {
  for (const [name, { anyOf }] of Object.entries(strengths)) {
    anyOf.forEach((combination, row) => {
      combination.forEach((pattern, place) => {
        if (pattern.method === 'sso')
          knows(`strengths.${name}.anyOf.${row}.${place}.provider`, pattern.provider, providers, 'provider');
      });
    });
  }
}

function lockoutProblems({ lockout }: PolicyInput): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const { maxFailures = 10, hardLimit = 100, lockFor = '15m', maxLockFor = '12h' } = lockout ?? {};
  if (hardLimit < maxFailures)
    problems.push({
      path: 'lockout.hardLimit',
      message: `is below maxFailures (${maxFailures}): no lock would ever end by itself`,
    });
  if ((parseDuration(maxLockFor) ?? 0) < (parseDuration(lockFor) ?? 0))
    problems.push({ path: 'lockout.maxLockFor', message: `is shorter than lockFor ('${lockFor}')` });
  return problems;
}

function limitProblems(policy: PolicyInput, strengths: number): PolicyProblem[] {
  if (strengths > MAX_STRENGTHS)
    return [
      { path: 'strengths', message: `there are more than ${MAX_STRENGTHS} strengths, the built-in ones included` },
    ];
  try {
    compileStrengths(policy.strengths ?? {}, policy.providers ?? {});
    return [];
  } catch (error) {
    if (error instanceof RangeError)
      return [
        {
          path: 'strengths',
          message: `they ask for more than ${MAX_PATTERNS} different things; at most ${MAX_PATTERNS} patterns can be told apart`,
        },
      ];
    throw error;
  }
}

function hint(nearest: string | undefined): string {
  return nearest === undefined ? '' : `; did you mean '${nearest}'?`;
}

function structuredCopy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}
