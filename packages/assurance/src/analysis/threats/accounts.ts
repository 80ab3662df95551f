import {
  type AccountFactors,
  type AccountFacts,
  methodBit,
  ownsDomain,
  requirementsOf,
  rolesNamedBy,
  strengthOf,
  type WayInMethod,
} from '@sallyport/core';
import { BUILT_IN_STRENGTHS, isReached, partOf, STRONG_SECONDS, thingOf } from '@sallyport/core/model';
import { effectiveRuleOf } from '../world/effective-rules.ts';
import { brings, secondsBrought, type ThreatWorld } from './host.ts';
import { type Held, open } from './opened.ts';
import { proofsIn, type Shown, shownBy } from './shown.ts';
import { factsOf, NOTHING, type Target, type Thing } from './target.ts';
import type { Hands } from './thief.ts';

/** A kind of account. */
export interface ThreatAccount {
  /** The roles of the account; empty: a person without a rule. */
  readonly roles: readonly string[];
  /** The owner's factors. */
  readonly factors: AccountFactors;
  /** A break-glass account. Default: false. */
  readonly emergency?: boolean | undefined;
  /** Other roles with the same rule and the same rights. */
  readonly alike?: readonly string[] | undefined;
}

/** An emergency account comes last. Two roles are one kind if no policy tells the roles apart. */
export function ordinaryTargets(...worlds: readonly ThreatWorld[]): readonly ThreatAccount[] {
  const accounts = roleKinds(worlds).flatMap(({ roles, alike }) =>
    distinct(
      worlds.flatMap((world) => {
        const sources = sourcesOf(world, roles);
        const beside = sources.flatMap((source) => secondsOf(world).map((second) => ({ ...source, ...second })));
        return [...beside, ...passwordsAlone(world, sources)];
      }),
    ).map((factors): ThreatAccount => ({ roles, alike, factors: { passkeys: [], ...factors } })),
  );
  const strongest = accounts.findLast(({ factors }) => factors.password !== undefined && factors.passkeys.length > 0);
  if (strongest === undefined) return accounts;
  const first = new Set(worlds.flatMap(({ policy }) => policy.administrators.policy.slice(0, 1)));
  return [...accounts, ...[...first].map((role) => ({ roles: [role], factors: strongest.factors, emergency: true }))];
}

/**
 * Also accounts that begin no sign-in by themselves: where an administrator or a helpdesk can help their owners in, the same act takes the account
 * over.
 */
export function targetsOfPreview(...worlds: readonly ThreatWorld[]): readonly ThreatAccount[] {
  const helping = worlds.filter(helpsIn);
  const factors = helping.flatMap((world) =>
    secondsOf(world).map((second) => ({ passkeys: [], ...mailOf(world), ...second })),
  );
  const kinds = helping.length === 0 ? [] : roleKinds(worlds);
  const others = kinds.flatMap(({ roles, alike }) =>
    factors.map((one): ThreatAccount => ({ roles, alike, factors: one })),
  );
  return distinct([...ordinaryTargets(...worlds), ...others]);
}

function helpsIn({ policy: { administrators } }: ThreatWorld): boolean {
  const { people, helpdesk } = administrators;
  return people.length > 0 || helpdesk.some(({ may }) => may.includes('reset') || may.includes('vouch'));
}

function roleKinds(
  worlds: readonly ThreatWorld[],
): readonly { readonly roles: readonly string[]; readonly alike: readonly string[] }[] {
  const kinds = new Map<string, string[]>();
  const none = rightsKey(worlds, []);
  for (const role of new Set(worlds.flatMap(({ policy }) => rolesNamedBy(policy)))) {
    const key = rightsKey(worlds, [role]);
    if (key !== none) kinds.set(key, [...(kinds.get(key) ?? []), role]);
  }
  return [{ roles: [], alike: [] }, ...[...kinds.values()].map(([role = '', ...alike]) => ({ roles: [role], alike }))];
}

function rightsKey(worlds: readonly ThreatWorld[], roles: readonly string[]): string {
  return worlds
    .map(({ policy }) => {
      const { strengths, methods } = effectiveRuleOf(policy, roles);
      const level = roles.some((role) => policy.administrators.policy.includes(role))
        ? 'policy'
        : roles.some((role) => policy.administrators.people.includes(role));
      const helpdesks = policy.administrators.helpdesk.map(
        (desk) => `/${desk.roles.some((role) => roles.includes(role))}${isReached(desk.over, { roles })}`,
      );
      return `${strengths}/${methods}/${level}${helpdesks.join('')}`;
    })
    .join();
}

export function kindKey(
  worlds: readonly ThreatWorld[],
  { roles, factors, emergency }: Pick<AccountFacts, 'roles' | 'factors' | 'emergency'>,
): string {
  const { password, ldap, sso = [], passkeys, codes = [], mailDomain } = factors;
  const source = password !== undefined ? 'password' : ldap === true ? 'ldap' : [...sso].sort()[0];
  const second = passkeys.length > 0 ? 'passkey' : (secondsIn(factors)[0]?.name ?? codes[0]);
  const isAlone =
    source === 'password' && second === undefined && mailDomain === undefined && worlds.some(tellsMailbox);
  return JSON.stringify([rightsKey(worlds, roles), emergency === true, source, second, isAlone]);
}

/** A password without a mailbox opens the set-up of a factor, and a password beside a mailbox need not. */
function tellsMailbox({ policy }: ThreatWorld): boolean {
  return policy.firstFactor === 'password' && brings(policy, 'email-code');
}

/** For example an account that was imported with an address that nobody verified. */
function passwordsAlone(
  world: ThreatWorld,
  sources: readonly Partial<AccountFactors>[],
): readonly Partial<AccountFactors>[] {
  if (!tellsMailbox(world)) return [];
  return sources.flatMap(({ password }) => (password === undefined ? [] : [{ password }]));
}

function distinct<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function sourcesOf(world: ThreatWorld, roles: readonly string[]): readonly Partial<AccountFactors>[] {
  const { policy, providers, directory, domain } = world;
  const { methods } = requirementsOf(policy, { roles, factors: { passkeys: [] } }).rule;
  const allows = (method: WayInMethod): boolean => (methods & policy.brought & methodBit(method)) !== 0;
  const mail = mailOf(world);
  const sources: readonly Partial<AccountFactors>[] = [
    ...(allows('password') ? [{ password: 'independent', ...mail } as const] : []),
    ...(directory !== undefined && allows('ldap')
      ? [{ ldap: true, ...(ownsDomain(policy, directory.name, domain) ? {} : mail) }]
      : []),
    ...(allows('sso') ? providers.map(({ name }) => ({ sso: [name], ...mail })) : []),
  ];
  return sources.length === 0 && allows('passkey') ? [mail] : sources;
}

function mailOf({ policy, domain }: ThreatWorld): Partial<AccountFactors> {
  return brings(policy, 'email-code') ? { mailDomain: domain } : {};
}

function secondsOf({ policy, codes, ownersKey }: ThreatWorld): readonly Partial<AccountFactors>[] {
  const backup = brings(policy, 'backup-code') ? { backupCodes: 10 } : {};
  return [
    {},
    ...secondsBrought(policy).map((method) => ({ ...partOf(method), ...backup })),
    ...(ownersKey === undefined ? [] : [{ passkeys: [{ id: 'owner', ...ownersKey }], ...backup }]),
    ...codes.map((code) => ({ codes: [code] })),
  ];
}

function secondsIn(factors: AccountFactors): typeof STRONG_SECONDS {
  return STRONG_SECONDS.filter(({ enrolled }) => enrolled(factors));
}

const OWNERS: Thing = { by: 'owner', setUpBy: undefined };

export function targetOf({ roles, factors, emergency }: Pick<AccountFacts, 'roles' | 'factors' | 'emergency'>): Target {
  const { password, ldap, sso = [], passkeys, mailDomain, codes = [], backupCodes = 0 } = factors;
  return {
    ...NOTHING,
    roles: [...roles].sort(),
    emergency: emergency === true,
    password: password && { ...OWNERS, provenance: password },
    ldap: ldap === true ? OWNERS : undefined,
    mail: mailDomain === undefined ? undefined : { ...OWNERS, domain: mailDomain },
    seconds: secondsIn(factors).map(({ name: method }) => ({ ...OWNERS, method })),
    codes: codes.map((method) => ({ ...OWNERS, method })),
    backupCodes: backupCodes > 0 ? OWNERS : undefined,
    passkeys: passkeys.map((facts, place) => ({ ...OWNERS, facts: { ...facts, id: `owner-${place + 1}` } })),
    links: [...sso].sort().map((provider) => ({ ...OWNERS, provider })),
  };
}

export function ownersHands({ links }: Target): Hands {
  return {
    password: true,
    mailbox: true,
    telephone: true,
    seconds: STRONG_SECONDS.map(({ name }) => name),
    passkey: true,
    pin: true,
    backupCodes: true,
    peopleAdministrator: false,
    helpdesks: [],
    directoryEntry: false,
    sessionsAt: links.map(({ provider }) => provider),
    operates: [],
  };
}

/** `undefined` if the owner has to set up a factor first. */
export function usualSession(world: ThreatWorld, target: Target, age: Shown['age']): Held | undefined {
  const facts = factsOf(target);
  const { sessions } = open(world, target, shownBy(world, ownersHands(target), target, age), false);
  const rank = ({ evidence }: Held): number =>
    BUILT_IN_STRENGTHS.indexOf(strengthOf(world.policy, facts, proofsIn(evidence)));
  const signedIn = sessions.filter(({ steps }) => !steps.some(({ move }) => move === 'steps-up'));
  const strongest = signedIn.toSorted((a, b) => rank(b) - rank(a))[0];
  return strongest && { ...strongest, steps: [] };
}

export function accountWords({ factors, emergency }: ThreatAccount): readonly string[] {
  const { password, ldap, sso = [], passkeys, mailDomain, codes = [] } = factors;
  return [
    ...(emergency === true ? ['emergency'] : []),
    ...(password === undefined ? [] : ['password']),
    ...(ldap === true ? ['directory password'] : []),
    ...sso.map((provider) => `identity at ${provider}`),
    ...(mailDomain === undefined ? [] : ['mail']),
    ...secondsIn(factors).map((method) => thingOf(method).name),
    ...codes.map((code) => code.slice(0, -'-code'.length)),
    ...passkeys.map(({ userVerified }) => (userVerified ? 'passkey' : 'passkey without PIN')),
  ];
}
