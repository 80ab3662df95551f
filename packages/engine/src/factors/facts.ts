import { isDeepStrictEqual } from 'node:util';
import {
  type AccountFactors,
  type AccountFacts,
  type Evidence,
  hasStrong,
  type Instant,
  methodBit,
  ownersOfDomain,
  ownsDomain,
  type Policy,
  reportsWithin,
} from '@sallyport/core';
import type { AccountRecord, ExternalIdRecord, FlowRecord } from '@sallyport/store';
import { domainOf } from '../state/identifier.ts';
import { givenRoles, rolesOf } from '../state/roles.ts';
import { enrollmentCodeBinding } from './binding.ts';
import { hasMailer } from './delivered-code.ts';
import { FACTORS, factorOf } from './index.ts';
import { isOpenCode } from './open-code.ts';
import { usablePassword } from './password.ts';
import { addressToLinkBy } from './sso-and-ldap.ts';

export function factorsOf(account: AccountRecord): AccountFactors {
  return Object.assign({}, ...FACTORS.map(({ facts }) => facts(account)));
}

export function factsOf(account: AccountRecord, policy: ConfiguredParts, now: Instant): AccountFacts {
  const held = withoutDirectorysMailbox(account, judgedFactors(account, policy), policy);
  const configured = configuredFactors(account, held, policy);
  return {
    roles: rolesOf(account, policy.gives),
    given: givenRoles(account, policy.gives),
    methods: account.methods,
    requiredStrength: account.requiredStrength,
    firstFactor: account.firstFactor,
    blocked: account.block !== undefined,
    blockedFromAbove: account.block?.fromAbove,
    emergency: account.emergency === true,
    ...(held.ldap === true && configured.ldap !== true && { hasUnusedEntry: true }),
    ...linkableFacts(account, policy),
    factors: { ...configured, ...reportedFacts(account, policy, now) },
  };
}

type ConfiguredPart =
  | 'codes'
  | 'brought'
  | 'broughtProviders'
  | 'broughtDirectory'
  | 'providers'
  | 'gives'
  | 'providerStrengthWithin'
  | 'passwordsElsewhere';

type ConfiguredParts = Pick<Policy, ConfiguredPart>;

const PARTS: { readonly [Part in ConfiguredPart]: Part } = {
  codes: 'codes',
  brought: 'brought',
  broughtProviders: 'broughtProviders',
  broughtDirectory: 'broughtDirectory',
  providers: 'providers',
  gives: 'gives',
  providerStrengthWithin: 'providerStrengthWithin',
  passwordsElsewhere: 'passwordsElsewhere',
};

const compared: WeakMap<ConfiguredParts, WeakMap<ConfiguredParts, boolean>> = new WeakMap();

/** Whether every account has the same facts under both. */
export function giveSameFacts(one: ConfiguredParts, other: ConfiguredParts): boolean {
  const known = compared.get(one) ?? new WeakMap<ConfiguredParts, boolean>();
  compared.set(one, known);
  const found = known.get(other) ?? Object.values(PARTS).every((part) => isDeepStrictEqual(one[part], other[part]));
  known.set(other, found);
  return found;
}

/** A password that nobody can give is one that a link to the mailbox sets. */
function judgedFactors(account: AccountRecord, policy: ConfiguredParts): AccountFactors {
  const mails = hasMailer(policy);
  const factors = factorsOf(account);
  const known = mails || account.email === undefined ? factors : { ...factors, mailsCodes: false };
  if (account.password === undefined || usablePassword(account, policy) !== undefined) return known;
  return { ...known, password: account.email && mails ? 'mailbox' : undefined };
}

function reportedFacts(
  { externalIds = [] }: AccountRecord,
  { providerStrengthWithin }: ConfiguredParts,
  now: Instant,
): Pick<AccountFactors, 'reported'> {
  const known = externalIds.flatMap(({ provider, reported }) => {
    const counts = reported === undefined ? [] : reportsWithin(reported, now, providerStrengthWithin);
    return counts.length === 0 ? [] : [[provider, counts] as const];
  });
  return known.length === 0 ? {} : { reported: Object.fromEntries(known) };
}

function linkableFacts(
  account: AccountRecord,
  { providers }: Pick<Policy, 'providers'>,
): Pick<AccountFacts, 'linkable'> | undefined {
  const { email } = account;
  if (email === undefined || providers.size === 0) return undefined;
  const domain = domainOf(email.address).toLowerCase();
  const owners = ownersOfDomain({ providers }, domain);
  const by = owners.filter((provider) => addressToLinkBy(account, provider) !== undefined);
  return by.length === 0 ? undefined : { linkable: { domain, by } };
}

/** A directory that owns the mail domain can read the codes (N12): beside its password, they are no second factor. */
function withoutDirectorysMailbox(
  { externalIds = [] }: AccountRecord,
  factors: AccountFactors,
  policy: ConfiguredParts,
): AccountFactors {
  const { mailDomain, ...rest } = factors;
  const owns = ({ method, provider }: ExternalIdRecord): boolean =>
    method === 'ldap' && mailDomain !== undefined && ownsDomain(policy, provider, mailDomain);
  return usesEntry({ externalIds }, policy) && externalIds.some(owns) ? rest : factors;
}

function usesEntry(
  { externalIds = [] }: Pick<AccountRecord, 'externalIds'>,
  { brought, broughtDirectory }: ConfiguredParts,
): boolean {
  const isOfApp = ({ method, provider }: ExternalIdRecord): boolean =>
    method === 'ldap' && (broughtDirectory === undefined || provider === broughtDirectory);
  return (brought & methodBit('ldap')) !== 0 && externalIds.some(isOfApp);
}

function configuredFactors(account: AccountRecord, factors: AccountFactors, policy: ConfiguredParts): AccountFactors {
  if (factors.codes === undefined && factors.sso === undefined && factors.ldap === undefined) return factors;
  const { codes, broughtProviders } = policy;
  const { codes: methods, sso } = factors;
  const at = sso?.filter((provider) => broughtProviders?.includes(provider) ?? true) ?? [];
  return {
    ...factors,
    codes: methods?.filter((method) => codes.includes(method)),
    sso: at.length === 0 ? undefined : at,
    ldap: usesEntry(account, policy) || undefined,
  };
}

export function hasBinding(account: AccountRecord, binding: string): boolean {
  return FACTORS.some((factor) => factor.hasBinding(account, binding));
}

export function isOfPresent(account: AccountRecord, given: Evidence): boolean {
  if (given.method === 'enrollment-code') return isOfPresentCode(account, given.binding);
  if (given.binding !== undefined && !hasBinding(account, given.binding)) return false;
  const since = factorOf(given.method)?.since;
  if (since === undefined) return true;
  const present = since(account, given.method);
  return present !== undefined && isOf(given, present);
}

function isOf({ at, confirmedAt }: Evidence, present: Instant): boolean {
  return confirmedAt === undefined ? at >= present : confirmedAt === present;
}

function isOfEarlierEpoch({ epoch, raises }: FlowRecord, account: AccountRecord): boolean {
  return epoch !== undefined && raises === undefined && epoch !== account.epoch;
}

/** After a disowned sign-in, earlier proofs count only in a step-up, whose session the owner did not disown. */
export function liveEvidence(flow: FlowRecord, account: AccountRecord): readonly Evidence[] {
  if (isOfEarlierEpoch(flow, account)) return [];
  const since = flow.raises === undefined ? account.disowned?.at : undefined;
  return flow.evidence.filter(
    (proof) =>
      isOfPresent(account, proof) && isOfFlow(flow, account, proof) && (since === undefined || proof.at >= since),
  );
}

export function hasLiveProof(flow: FlowRecord | undefined, account: AccountRecord | undefined): boolean {
  if (flow === undefined || account === undefined || flow.accountId !== account.id) return false;
  return liveEvidence(flow, account).length > 0;
}

function isOfFlow({ id }: FlowRecord, { enrollmentCode }: AccountRecord, { method, binding, at }: Evidence): boolean {
  if (method !== 'enrollment-code' || binding === undefined || enrollmentCode === undefined) return true;
  return enrollmentCode.usedIn === id || isOpenCode(enrollmentCode, at);
}

/** A session outlives a new address, app or backup codes. */
export function evidenceForActs(account: AccountRecord, evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter((proof) => {
    const present = factorOf(proof.method)?.since?.(account, proof.method);
    return present === undefined || isOf(proof, present);
  });
}

export function hasStrongFactor(account: AccountRecord): boolean {
  return hasStrong(factorsOf(account));
}

function isOfPresentCode({ enrollmentCode }: AccountRecord, binding: string | undefined): boolean {
  return (
    binding === undefined || (enrollmentCode !== undefined && binding === enrollmentCodeBinding(enrollmentCode.hash))
  );
}
