import type { LockoutLimits } from '../lockout/lockout.ts';
import type { PasswordRules } from '../passwords/password-rules.ts';
import { compileStrengths } from '../strength/compile.ts';
import { milliseconds } from '../time/duration.ts';
import { MOST_CONTEXTS } from './defaults.ts';
import { joinRules, smaller } from './join-rules.ts';
import type { PlaceRule, Policy, PolicyRule, Rule } from './policy.ts';
import { strictest } from './policy-in.ts';
import type { PolicyInput } from './policy-input.ts';

/** No new member is forgotten. */
type JoinedMember<Joins extends Record<keyof PolicyInput<string>, keyof Policy | 'not-in-floor'>> = Exclude<
  Joins[keyof Joins],
  'not-in-floor'
>;

type Joined = JoinedMember<{
  requiredStrength: 'tenant';
  methods: 'tenant';
  session: 'tenant';
  later: 'later';
  roles: 'roles';
  contexts: 'contexts';
  strengths: 'strengths';
  providers: 'providers';
  lockout: 'lockout';
  recentProof: 'recentProof';
  passkeys: 'counterRegression';
  enrollment: 'firstFactor';
  recovery: 'mailboxAlone';
  passwords: 'passwords';
  vault: 'vaultEmergency';
  administrators: 'not-in-floor';
  organisations: 'not-in-floor';
  dormant: 'not-in-floor';
  onTighten: 'not-in-floor';
  emailCodes: 'not-in-floor';
  providerStrengthWithin: 'not-in-floor';
  preferSso: 'not-in-floor';
  acknowledged: 'not-in-floor';
}>;

export type Floored = Pick<Policy, Exclude<Joined, 'strengths' | 'providers'>>;

type Named = Required<Pick<PolicyInput<string>, 'strengths' | 'providers'>>;

/** What has no room beside the floor is left out, which satisfies less. */
export function besideFloor(own: PolicyInput<string>, floor: PolicyInput<string> | undefined): Named {
  const { strengths = {}, providers = {} } = own;
  if (floor === undefined) return { strengths, providers };
  const all: Named = {
    strengths: { ...floor.strengths, ...strengths, ...floor.strengths },
    providers: { ...floor.providers, ...providers, ...floor.providers },
  };
  if (hasRoom(all)) return all;
  const untrusted = Object.entries(all.providers).map(([name, { trust: _, ...settings }]) => [name, settings]);
  let kept: Named = {
    strengths: floor.strengths ?? {},
    providers: { ...Object.fromEntries(untrusted), ...floor.providers },
  };
  const keep = (next: Named): void => {
    if (hasRoom(next)) kept = next;
  };
  for (const [name, settings] of Object.entries(all.providers))
    keep({ ...kept, providers: { ...kept.providers, [name]: settings } });
  for (const [name, definition] of Object.entries(all.strengths))
    keep({ ...kept, strengths: { ...kept.strengths, [name]: definition } });
  return kept;
}

function hasRoom({ strengths, providers }: Named): boolean {
  try {
    compileStrengths(strengths, providers);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * Joins the policy that every tenant's own policy stands on. Only adds: all strengths, the common ways in, the shorter limits. Both sides are compiled with
 * the same strengths. A rule of the floor stays a rule of its own, with its own reasons and the default limits of its strength.
 */
export function joinFloor(own: Floored, floor: Floored): Floored {
  return {
    tenant: beside(own.tenant, floor.tenant),
    roles: merged(own.roles, floor.roles, beside),
    contexts: merged(floor.contexts, own.contexts, besideInContext, MOST_CONTEXTS),
    later: Object.freeze([...own.later, ...floor.later].sort((one, other) => one.from - other.from)),
    recentProof: smaller(own.recentProof, floor.recentProof) ?? own.recentProof,
    firstFactor: strictest([own.firstFactor, floor.firstFactor]) ?? own.firstFactor,
    mailboxAlone: floor.mailboxAlone === 'refuse' ? 'refuse' : own.mailboxAlone,
    vaultEmergency: floor.vaultEmergency === 'required' ? 'required' : own.vaultEmergency,
    counterRegression: floor.counterRegression === 'refuse' ? 'refuse' : own.counterRegression,
    lockout: stricterLockout(own.lockout, floor.lockout),
    passwords: stricterPasswords(own.passwords, floor.passwords),
  };
}

function merged<Ruled extends PolicyRule>(
  first: ReadonlyMap<string, Ruled>,
  second: ReadonlyMap<string, Ruled>,
  join: (first: Ruled, second: Ruled) => Ruled,
  places: number = Number.POSITIVE_INFINITY,
): ReadonlyMap<string, Ruled> {
  const names = [...new Set([...first.keys(), ...second.keys()])];
  return new Map(
    names.flatMap((name, place): [string, Ruled][] => {
      const [one, other] = [first.get(name), second.get(name)];
      const rule = one === undefined ? other : other === undefined ? one : join(one, other);
      return rule === undefined ? [] : [[name, Object.freeze({ ...rule, place: Math.min(place, places - 1) })]];
    }),
  );
}

function beside(own: PolicyRule, floor: PolicyRule): PolicyRule {
  if (isSame(own, floor)) return own;
  const { strengths, methods, session } = joinRules(own, floor);
  return Object.freeze({ ...own, strengths, methods, session, parts: Object.freeze([own, floor]) });
}

/** Contexts beyond the last bit share it: each brings the rules of all. */
function besideInContext(floor: PlaceRule, own: PlaceRule): PlaceRule {
  return Object.freeze({
    ...own,
    ...joinRules(own, floor),
    proofsWithin: smaller(own.proofsWithin, floor.proofsWithin),
    recentProof: smaller(own.recentProof, floor.recentProof),
    firstFactor: strictest([own.firstFactor, floor.firstFactor]),
    parts: Object.freeze([own, floor]),
  });
}

function isSame(own: Rule, floor: Rule): boolean {
  const text = ({ strengths, methods, session }: Rule): string => JSON.stringify([strengths, methods, session]);
  return text(own) === text(floor);
}

function stricterLockout(own: LockoutLimits, floor: LockoutLimits): LockoutLimits {
  const locks = Math.max(own.lockLengths.length, floor.lockLengths.length);
  const at = ({ lockLengths }: LockoutLimits, turn: number): number => lockLengths[turn] ?? lockLengths.at(-1) ?? 0;
  return Object.freeze({
    maxFailures: Math.min(own.maxFailures, floor.maxFailures),
    hardLimit: Math.min(own.hardLimit, floor.hardLimit),
    window: milliseconds(Math.max(own.window, floor.window)),
    lockLengths: Object.freeze(
      Array.from({ length: locks }, (_, turn) => milliseconds(Math.max(at(own, turn), at(floor, turn)))),
    ),
    judgedWithin: own.judgedWithin,
  });
}

function stricterPasswords(own: PasswordRules, floor: PasswordRules): PasswordRules {
  return Object.freeze({
    minimum: Math.max(own.minimum, floor.minimum),
    history: Math.max(own.history, floor.history),
    words: Object.freeze([...new Set([...own.words, ...floor.words])]),
    breached: own.breached || floor.breached,
    letterAndDigit: own.letterAndDigit || floor.letterAndDigit,
  });
}
