import { passwordRules } from '../passwords/password-rules.ts';
import { type Brought, compileStrengths, MAX_STRENGTHS, type StrengthList } from '../strength/compile.ts';
import { ALL_METHODS, maskOf, WAY_IN_MASK } from '../strength/method.ts';
import { indexPatterns } from '../strength/pattern-index.ts';
import { milliseconds } from '../time/duration.ts';
import { checkPolicy, limitProblems } from './check-policy.ts';
import { duration } from './checked-duration.ts';
import { deepFreeze } from './deep-freeze.ts';
import { POLICY_DEFAULTS } from './defaults.ts';
import { besideFloor, type Floored, joinFloor } from './floor.ts';
import { broughtBy, type HostMethods, hostProblems } from './host-methods.ts';
import { lockoutLimits } from './lockout-limits.ts';
import type { OrganisationsInput } from './organisation-input.ts';
import { contextRules } from './place-rules.ts';
import type { Policy, PolicyRule, SessionLimits } from './policy.ts';
import { PolicyError, type PolicyProblem } from './policy-error.ts';
import type { AdministratorsInput, OnTighten, PolicyInput, RoleRuleInput, SessionLimitsInput } from './policy-input.ts';
import { BUILT_IN_STRENGTHS } from './policy-input.ts';
import { policyRule, strengthBit } from './policy-rule.ts';
import type { ReasonSource } from './reason.ts';
import { writtenDates } from './written-dates.ts';

/**
 * Checks a policy and compiles it. A host calls this once for each version of the policy.
 *
 * @param input copied, so that later changes by the caller have no effect
 * @param host what the host has configured. A method, code or provider that the policy names and the host lacks is a problem,
 *   and reasons list only configured methods. Without `host`, everything built in counts as configured
 * @throws PolicyError with every problem and its path
 * @example
 * ```ts
 * import { definePolicy } from '@sallyport/core';
 *
 * const policy = definePolicy({
 *   requiredStrength: 'baseline',
 *   administrators: { policy: ['admin'] },
 *   roles: { admin: { requiredStrength: 'phishing-resistant', session: { idle: '15m' } } },
 * });
 * ```
 */
export function definePolicy<Own extends string = never>(input: PolicyInput<Own>, host?: HostMethods): Policy {
  return parsePolicy(input, host);
}

/**
 * Checks and compiles a policy from JSON, such as a file, a request or a database row.
 *
 * @param tellMissing called with everything that the policy names and the host lacks, and with what has no room beside the host's floor; these
 *   problems then throw no error. For a policy that is already in force
 * @throws PolicyError with every problem and its path
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { PolicyError, parsePolicy } from '@sallyport/core';
 *
 * try {
 *   parsePolicy(JSON.parse(readFileSync('policy.json', 'utf8')));
 * } catch (error) {
 *   if (!(error instanceof PolicyError)) throw error;
 *   for (const { path, message } of error.problems) console.error(path, message);
 * }
 * ```
 */
export function parsePolicy(
  document: unknown,
  host?: HostMethods,
  tellMissing?: (problems: readonly PolicyProblem[]) => void,
): Policy {
  const checked = checkPolicy(document, tellMissing === undefined ? host : undefined);
  if (!checked.ok) throw new PolicyError(checked.problems);
  const missing =
    host === undefined ? [] : [...hostProblems(checked.policy, host), ...limitProblems(checked.policy, host.floor)];
  if (missing.length > 0) tellMissing?.(missing);
  return compile(checked.policy, broughtBy(host, checked.policy), host);
}

function compile(document: PolicyInput<string>, brought: Brought, host: HostMethods | undefined): Policy {
  const floor = host?.floor;
  const { strengths: custom, providers } = besideFloor(document, floor);
  const { strengths, patterns } = compileStrengths(custom, providers, brought);
  const own = rulesOf(document, strengths, (role) => (role === undefined ? 'tenant' : { role }));
  const ofFloor = floor && rulesOf(floor, strengths, (role) => (role === undefined ? 'floor' : { role, floor: true }));
  const policy: Policy = {
    document: deepFreeze(document),
    ...(ofFloor === undefined ? own : { ...joinFloor(own, ofFloor), floor: deepFreeze(floor) }),
    organisations: organisations(document.organisations ?? {}),
    strengths: deepFreeze(strengths),
    patterns: deepFreeze(patterns),
    patternIndex: indexPatterns(patterns),
    brought: brought.methods,
    codes: Object.freeze(brought.codes),
    broughtProviders: brought.providers,
    broughtDirectory: host?.directory,
    gives: host?.gives,
    givenRolesWithin: host?.givenRolesWithin ?? duration('24h'),
    passwordsElsewhere: host === undefined || host.passwordsElsewhere === true,
    overlaps: strengths.some(({ combinations }) => combinations.some(({ overlaps }) => overlaps)),
    administrators: administrators(document.administrators ?? {}),
    preferSso: document.preferSso,
    providerStrengthWithin: duration(document.providerStrengthWithin ?? POLICY_DEFAULTS.providerStrengthWithin),
    emailCodes: document.emailCodes?.offer ?? POLICY_DEFAULTS.emailCodes,
    dormant: document.dormant && Object.freeze({ after: duration(document.dormant.after) }),
    providers: new Map(Object.entries(providers)),
    onTighten: onTighten(document.onTighten ?? POLICY_DEFAULTS.onTighten),
  };
  return Object.freeze(policy);
}

/** What asks for something, of a policy or of the floor. */
function rulesOf(
  document: PolicyInput<string>,
  strengths: StrengthList,
  sourceOf: (role?: string) => ReasonSource,
): Floored {
  const rule = (
    source: ReasonSource,
    written: Pick<RoleRuleInput<string>, 'methods' | 'session'>,
    required: string | undefined,
    place: number,
  ): PolicyRule =>
    policyRule(
      strengths,
      source,
      {
        strengths: required === undefined ? 0 : strengthBit(strengths, required),
        methods: written.methods === undefined ? ALL_METHODS : maskOf(written.methods) | (ALL_METHODS & ~WAY_IN_MASK),
        session: sessionLimits(written.session),
      },
      place,
    );
  const tenant = rule(sourceOf(), document, document.requiredStrength ?? POLICY_DEFAULTS.requiredStrength, -1);
  return {
    tenant,
    roles: new Map(
      Object.entries(document.roles ?? {}).map(([name, written], place) => [
        name,
        rule(sourceOf(name), written, written.requiredStrength, place),
      ]),
    ),
    contexts: contextRules(strengths, document.contexts ?? {}),
    later: Object.freeze(
      writtenDates(document)
        .map(({ from, role, rule: written }) => {
          const place = role === undefined ? -1 : Object.keys(document.roles ?? {}).indexOf(role);
          return Object.freeze({ from, role, rule: rule(sourceOf(role), written, written.requiredStrength, place) });
        })
        .sort((one, other) => one.from - other.from),
    ),
    recentProof: duration(document.recentProof ?? POLICY_DEFAULTS.recentProof),
    counterRegression: document.passkeys?.counterRegression ?? POLICY_DEFAULTS.counterRegression,
    firstFactor: document.enrollment?.firstFactor ?? POLICY_DEFAULTS.firstFactor,
    mailboxAlone: document.recovery?.mailboxAlone ?? POLICY_DEFAULTS.mailboxAlone,
    vaultEmergency: document.vault?.emergency ?? POLICY_DEFAULTS.vaultEmergency,
    lockout: lockoutLimits(document.lockout ?? {}),
    passwords: passwordRules(document.passwords ?? {}, passwordSuffices({ strengths, tenant })),
  };
}

function administrators(input: AdministratorsInput): Policy['administrators'] {
  const { policy, people, helpdesk } = { ...POLICY_DEFAULTS.administrators, ...input };
  return deepFreeze({ policy: [...policy], people: [...new Set([...people, ...policy])], helpdesk });
}

function organisations({
  roles = {},
  administrators: rights = {},
}: OrganisationsInput<string>): Policy['organisations'] {
  return deepFreeze({ roles: Object.keys(roles), administrators: { rule: [], people: [], ...rights } });
}

function passwordSuffices({ strengths, tenant }: Pick<Policy, 'strengths' | 'tenant'>): boolean {
  return strengths.every(
    ({ combinations }, place) =>
      (tenant.strengths & (1 << place)) === 0 ||
      combinations.some(({ source }) => source.every(({ method }) => method === 'password')),
  );
}

/** The largest number of custom strengths in a policy. */
export const MAX_CUSTOM_STRENGTHS: number = MAX_STRENGTHS - BUILT_IN_STRENGTHS.length;

function onTighten(written: OnTighten): Policy['onTighten'] {
  if (typeof written === 'string') return Object.freeze({ act: written, after: milliseconds(0) });
  return Object.freeze({ act: written.then, after: duration(written.after) });
}

function sessionLimits({ idle, absolute, most, beyond }: SessionLimitsInput = {}): SessionLimits {
  return Object.freeze({
    idle: idle === undefined ? undefined : duration(idle),
    absolute: absolute === undefined ? undefined : duration(absolute),
    most,
    beyond,
  });
}
