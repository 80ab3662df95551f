import {
  type AccountFactors,
  type AccountFacts,
  type Evidence,
  hasStrong,
  type Instant,
  methodBit,
  ownsDomain,
  type Policy,
  reportsWithin,
} from '@sallyport/core';
import type { AccountRecord, ExternalIdRecord, FlowRecord } from '@sallyport/store';
import { givenRoles, rolesOf } from '../records/roles.ts';
import { enrollmentCodeBinding } from './binding.ts';
import { FACTORS, factorOf } from './index.ts';
import { isOpenCode } from './open-code.ts';

/** The account's enrolled factors as facts for the policy, without secrets. */
export function factorsOf(account: AccountRecord): AccountFactors {
  return Object.assign({}, ...FACTORS.map(({ facts }) => facts(account)));
}

/**
 * The facts of an account for the policy. Leaves out factors that the host does not configure any more, because nobody can use them.
 *
 * @param now the time of the decision: an earlier report of a provider counts for a time
 */
export function factsOf(account: AccountRecord, policy: ConfiguredParts, now: Instant): AccountFacts {
  return {
    roles: rolesOf(account, policy.gives),
    given: givenRoles(account, policy.gives),
    methods: account.methods,
    requiredStrength: account.requiredStrength,
    firstFactor: account.firstFactor,
    blocked: account.block !== undefined,
    blockedFromAbove: account.block?.fromAbove,
    emergency: account.emergency === true,
    factors: {
      ...configuredFactors(withoutDirectorysMailbox(account, factorsOf(account), policy), policy),
      ...reportedFacts(account, policy, now),
    },
  };
}

type ConfiguredParts = Pick<
  Policy,
  'codes' | 'brought' | 'broughtProviders' | 'providers' | 'gives' | 'providerStrengthWithin'
>;

/** What the account's providers reported, as far as it still counts. */
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

/**
 * A directory that owns the mail domain can read every code sent to its mailboxes (N12). So beside the directory's password, a code to
 * such a mailbox is no second factor. For an account with that password, the mailbox does not count.
 */
function withoutDirectorysMailbox(
  { externalIds = [] }: AccountRecord,
  factors: AccountFactors,
  policy: ConfiguredParts,
): AccountFactors {
  const { mailDomain, ...rest } = factors;
  const owns = ({ method, provider }: ExternalIdRecord): boolean =>
    method === 'ldap' && mailDomain !== undefined && ownsDomain(policy, provider, mailDomain);
  return externalIds.some(owns) ? rest : factors;
}

function configuredFactors(
  factors: AccountFactors,
  { codes, brought, broughtProviders }: ConfiguredParts,
): AccountFactors {
  if (factors.codes === undefined && factors.sso === undefined && factors.ldap === undefined) return factors;
  const { codes: methods, sso, ldap } = factors;
  const at = sso?.filter((provider) => broughtProviders?.includes(provider) ?? true) ?? [];
  return {
    ...factors,
    codes: methods?.filter((method) => codes.includes(method)),
    sso: at.length === 0 ? undefined : at,
    ldap: (brought & methodBit('ldap')) === 0 ? undefined : ldap,
  };
}

/** Returns whether the account still has a binding. If the binding is gone, the sessions that rest on it are over. */
export function hasBinding(account: AccountRecord, binding: string): boolean {
  return FACTORS.some((factor) => factor.hasBinding(account, binding));
}

/** Returns whether the evidence was given with the account's current factors. */
export function isOfPresent(account: AccountRecord, given: Evidence): boolean {
  if (given.method === 'enrollment-code') return isOfPresentCode(account, given.binding);
  if (given.binding !== undefined && !hasBinding(account, given.binding)) return false;
  const since = factorOf(given.method)?.since;
  if (since === undefined) return true;
  const present = since(account, given.method);
  return present !== undefined && isOf(given, present);
}

/** Returns whether the evidence is of the factor that the account has since `present`. */
function isOf({ at, confirmedAt }: Evidence, present: Instant): boolean {
  return confirmedAt === undefined ? at >= present : confirmedAt === present;
}

/**
 * Returns whether the account's epoch rose since the flow's last proof ({@link AccountRecord.epoch} lists the reasons). Then the proofs of the flow do
 * not count any more. A step-up ends with its session instead.
 */
function isOfEarlierEpoch({ epoch, raises }: FlowRecord, account: AccountRecord): boolean {
  return epoch !== undefined && raises === undefined && epoch !== account.epoch;
}

/**
 * The flow's evidence that still counts: of this epoch, of factors that the account still has, and of a code that no later flow used. After a disowned sign-in, proofs from before
 * count only in a step-up, whose session the owner did not disown.
 */
export function liveEvidence(flow: FlowRecord, account: AccountRecord): readonly Evidence[] {
  if (isOfEarlierEpoch(flow, account)) return [];
  const since = flow.raises === undefined ? account.disowned?.at : undefined;
  return flow.evidence.filter(
    (proof) =>
      isOfPresent(account, proof) && isOfFlow(flow, account, proof) && (since === undefined || proof.at >= since),
  );
}

/** Returns whether a flow has a proof of this account that still counts. Without such a proof, its person is a stranger. */
export function hasLiveProof(flow: FlowRecord | undefined, account: AccountRecord | undefined): boolean {
  if (flow === undefined || account === undefined || flow.accountId !== account.id) return false;
  return liveEvidence(flow, account).length > 0;
}

/**
 * Returns whether a code's evidence is of the flow that used the code last, or of a flow that is about to use the code. All other evidence is of its
 * flow.
 */
function isOfFlow({ id }: FlowRecord, { enrollmentCode }: AccountRecord, { method, binding, at }: Evidence): boolean {
  if (method !== 'enrollment-code' || binding === undefined || enrollmentCode === undefined) return true;
  return enrollmentCode.usedIn === id || isOpenCode(enrollmentCode, at);
}

/**
 * The evidence of a session that counts for an act: without proofs by a factor that another one of the same method has replaced since. A
 * session does not end with a new address, a new app or new backup codes.
 */
export function evidenceForActs(account: AccountRecord, evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter((proof) => {
    const present = factorOf(proof.method)?.since?.(account, proof.method);
    return present === undefined || isOf(proof, present);
  });
}

/** Returns whether the account has a strong second factor. */
export function hasStrongFactor(account: AccountRecord): boolean {
  return hasStrong(factorsOf(account));
}

function isOfPresentCode({ enrollmentCode }: AccountRecord, binding: string | undefined): boolean {
  return (
    binding === undefined || (enrollmentCode !== undefined && binding === enrollmentCodeBinding(enrollmentCode.hash))
  );
}
