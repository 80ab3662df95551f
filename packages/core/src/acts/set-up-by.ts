import { reachesRequired, strengthOf, strongestLevel } from '../decision/strongest.ts';
import { enrollmentGate } from '../enrollment/enrollment.ts';
import type { Administration } from '../policy/administers.ts';
import type { Policy } from '../policy/policy.ts';
import { anywhere } from '../policy/policy-in.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { hasStrong } from '../strength/methods/index.ts';
import { recentEvidence } from '../strength/recent-evidence.ts';
import { BUILT_IN_STRENGTHS, type BuiltInStrength } from '../strength/strength-name.ts';
import { isAbove } from '../strength/strongest-built-in.ts';
import type { Instant } from '../time/instant.ts';
import type { Actor } from './act.ts';

/**
 * Finds out who owns a new factor, address or link from the evidence of its set-up. The set-up is the owner's if the proofs of the owner's own
 * factors open the enrollment gate without the other proofs, and are as strong as all proofs together: the act can ask for the level that the
 * other proofs brought. One proof of the owner's, such as a code that the owner read out to an administrator, does not open the gate. A proof
 * of the mailbox is a single proof too, because anyone who reads the mailbox can give the proof.
 *
 * The set-up also belongs to the person of an identity that somebody else linked, if the identity, the factors that the identity set up, and the
 * owner's proofs are enough in the same way, without the other proofs.
 *
 * @param account the account before the set-up
 * @returns `undefined` for the owner; otherwise everybody else who set up a proved factor: ids, `provider:ID`s and `identity:ID`s, separated by
 * spaces. If the text named one person only, a second person who took part would stay unknown to the owner. `nobody` without a proof.
 */
export function setUpBy(inForce: Policy, account: AccountFacts, evidence: readonly Evidence[]): string | undefined {
  // Written beside the factor for good: the place in which somebody set the factor up says nothing about who did.
  const policy = anywhere(inForce);
  if (evidence.length === 0) return BY_NOBODY;
  const others = settersOf(evidence);
  if (others.length === 0) return undefined;
  const { methods } = requirementsOf(policy, account).rule;
  const strength = strengthOf(policy, account, evidence);
  const isOpenFor = (identities: readonly string[]): boolean => {
    const counted = evidence.filter((one) => isOwnersOrOf(one.setUpBy, identities));
    const isWeaker = isAbove(strength, strengthOf(policy, account, counted));
    return !isWeaker && enrollmentGate(policy, account, counted, methods).state === 'open';
  };
  if (isOpenFor([])) return undefined;
  const identities = new Set(evidence.flatMap(namesOf).filter(isIdentity));
  return [...others, ...[...identities].filter((name) => isOpenFor([name.slice(IDENTITY.length)]))].join(' ');
}

/** No account has this id. */
const BY_NOBODY = 'nobody';

/**
 * The `setUpBy` of a linked identity's proofs: everybody who linked the identity, and the person of the identity. `undefined` if the owner linked
 * the identity. If a session of another identity made the link, the names do not include the other identity: a different person may have the
 * other identity.
 *
 * @param id the id of the link: another identity at the same provider has another id
 * @param linkedBy everybody who linked the identity besides the owner, and the provider, whose operator can give the proof. Absent: the owner linked
 * the identity
 */
export function setUpByIdentity(id: string, linkedBy: string | undefined): string | undefined {
  return linkedBy && [...settersOf([{ setUpBy: linkedBy }]), IDENTITY + id].join(' ');
}

const PROVIDER = 'provider:';

/** Returns the name of a provider as the author of an act or of a set-up: `provider:ID`. No account id has a colon. */
export function nameOfProvider(id: string): `provider:${string}` {
  return `${PROVIDER}${id}`;
}

/** Returns the id of the provider with this name. `undefined` for the name of another author. */
export function providerNamed(name: string): string | undefined {
  return name.startsWith(PROVIDER) ? name.slice(PROVIDER.length) : undefined;
}

const IDENTITY = 'identity:';

function isIdentity(name: string): boolean {
  return name.startsWith(IDENTITY);
}

/** A proof, or a factor, an address or a link of an account. */
interface SetUp {
  readonly setUpBy?: string | undefined;
}

function namesOf({ setUpBy: names }: SetUp): readonly string[] {
  return names?.split(' ') ?? [];
}

/**
 * Whether a proof counts for a piece of the account, such as a password or a passkey. The owner's proofs count for every piece. A proof that
 * another person set up counts only for pieces of the same person.
 */
export function speaksFor(proof: SetUp, thing: SetUp): boolean {
  return proof.setUpBy === undefined || settersOf([proof]).join(' ') === settersOf([thing]).join(' ');
}

/** The owner in a session or in a flow. */
type Owner = { readonly kind: 'session' } | Pick<Extract<Actor, { kind: 'flow' }>, 'kind' | 'purpose'>;

/** An act of an administrator, or of somebody in the owner's session, took factors or ways in. Less proof than before then opens a set-up. */
export interface Lowered {
  /** The level that the owner's proofs must reach: the account's strongest level before the act, or the next level above an unchanged one. */
  readonly from: BuiltInStrength;
  /** The administrator, and everybody who acted in the session besides the owner: names as in `setUpBy`, separated by spaces. */
  readonly by: string;
}

/**
 * Returns the account's {@link Lowered} after an act. An administrator who resets a factor takes part in each later set-up by less proof, just as
 * an administrator who issues an enrollment code takes part in the set-up by this code.
 *
 * @param known the account's `Lowered` before the act
 * @param changes the account before and after the act, whole and as the clearings for roles can leave it. A factor of somebody else could
 * hide that the act takes the owner's, and then go with a role
 * @param by the administrator, and everybody who acts besides the owner. Absent: the owner alone, or host code, acts
 */
export function loweredAfter(
  policy: Policy,
  known: Lowered | undefined,
  changes: readonly Change[],
  by: string | undefined,
): Lowered | undefined {
  if (by === undefined) return known;
  const levels = changes.flatMap(({ before, after }) => loweredFrom(policy, before, after) ?? []);
  if (levels.length === 0) return known;
  const from = levels.reduce((highest, level) => (isAbove(highest, level) ? highest : level), known?.from ?? 'single');
  return { from, by: settersOf([{ setUpBy: by }, { setUpBy: known?.by }]).join(' ') };
}

/** An account, or a part of the account, before and after an act. */
interface Change {
  readonly before: AccountFacts;
  readonly after: AccountFacts;
}

/**
 * An account can keep its strongest level and yet lose a code to a telephone. The reader of the mailbox must not gain what only the telephone could
 * give.
 */
function loweredFrom(policy: Policy, before: AccountFacts, after: AccountFacts): BuiltInStrength | undefined {
  const from = strongestLevel(policy, withoutAssertions(before));
  const left = strongestLevel(policy, withoutAssertions(after));
  if (isAbove(from, left)) return from;
  const { factors, methods } = after;
  const hasLostCode = left !== 'enhanced' && before.factors.codes?.some((code) => !factors.codes?.includes(code));
  // New roles may ask for a factor that the account never had. A provider's assertion may have been the only way.
  const next = { ...before, factors, methods };
  const hasLost = (was: AccountFacts, is: AccountFacts): boolean =>
    reachesRequired(policy, was) && !reachesRequired(policy, is);
  const hasLostRequired = hasLost(before, next) || hasLost(withoutAssertions(before), withoutAssertions(next));
  const hasGainedMailbox = before.factors.mailDomain === undefined && factors.mailDomain !== undefined;
  const isLowered = hasLostCode || hasLostRequired || hasGainedMailbox;
  return isLowered ? BUILT_IN_STRENGTHS[BUILT_IN_STRENGTHS.indexOf(left) + 1] : undefined;
}

/**
 * Returns `'vouched'` if the account has no strong factor, and is still below the level from which somebody lowered the account. An account that
 * gains a role of the policy then sets up its first strong factor only beside an enrollment code: the name of the people administrator in
 * the set-up would be no protection, because nothing clears the account after the role is given.
 *
 * @param left the account, cleared for the role
 */
export function firstFactorAfterLowering(
  policy: Policy,
  lowered: Lowered | undefined,
  left: AccountFacts,
): AccountFacts['firstFactor'] {
  const isBelow = lowered !== undefined && isAbove(lowered.from, strongestLevel(policy, withoutAssertions(left)));
  return isBelow && !hasStrong(left.factors) ? 'vouched' : undefined;
}

/** The gate asks for factors: assertions would hide that an administrator took a factor of the owner's. */
function withoutAssertions(account: AccountFacts): AccountFacts {
  const { said: _, reported: __, ...factors } = account.factors;
  return { ...account, factors };
}

/**
 * The person who makes a set-up now, as the proofs that open the set-up show. A session holds proofs of every age, and a step-up begins with
 * the proofs of its session. In a session or a step-up, a proof older than `recentProof` therefore does not count. If the owner's proofs
 * are weaker than the level from which an act lowered the account, the set-up also belongs to the people who lowered the account. The names
 * then contain no `identity:ID`, because the login with the identity opened no set-up before the act. If host code issued the enrollment code,
 * the lowering does not count. Without a proof that counts, the set-up belongs to `nobody`.
 */
export function settingUp(
  inForce: Policy,
  { account, lowered }: { readonly account: AccountFacts; readonly lowered: Lowered | undefined },
  owner: Owner,
  evidence: readonly Evidence[],
  now: Instant,
): string | undefined {
  const policy = anywhere(inForce);
  const present = ofThisSetUp(policy, owner, evidence, now);
  const by = setUpBy(policy, account, present);
  const isVouched = present.some(
    ({ method, setUpBy: voucher }) => method === 'enrollment-code' && voucher === undefined,
  );
  if (lowered === undefined || isVouched) return by;
  const owners = ownersOf(present).map((proof): Evidence => ({ ...proof, acr: undefined, amr: undefined }));
  if (!isAbove(lowered.from, strengthOf(policy, account, owners))) return by;
  return settersOf([{ setUpBy: by }, { setUpBy: lowered.by }]).join(' ');
}

/** The `setUpBy` of a thing that several set up together, each name once. `undefined` for the owner. */
export function setUpByBoth(one: string | undefined, other: string | undefined): string | undefined {
  const names = new Set([one, other].flatMap((setUpBy) => namesOf({ setUpBy })));
  return names.size === 0 ? undefined : [...names].join(' ');
}

function ofThisSetUp(policy: Policy, owner: Owner, evidence: readonly Evidence[], now: Instant): readonly Evidence[] {
  const isOfThisFlow = owner.kind === 'flow' && owner.purpose !== 'step-up';
  return isOfThisFlow ? evidence : recentEvidence(evidence, now, policy.recentProof);
}

/**
 * The others who may act now, as a session or a sign-in shows. Empty if the owner acts: the owner's proofs open a
 * set-up as {@link settingUp} asks, and are as strong as all proofs together. The owner's old proofs do not show that the owner is present. A
 * proof by a factor of somebody else counts at any age.
 */
export function actingBesides(
  inForce: Policy,
  account: AccountFacts,
  owner: Owner,
  evidence: readonly Evidence[],
  now: Instant,
): readonly string[] {
  const policy = anywhere(inForce);
  const present = ofThisSetUp(policy, owner, evidence, now);
  const counted = evidence.filter((proof) => proof.setUpBy !== undefined || present.includes(proof));
  return setUpBy(policy, account, counted) === undefined ? [] : settersOf(counted);
}

function ownersOf(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter((proof) => proof.setUpBy === undefined);
}

/**
 * The names of everybody, besides the owner, who set up one of the proved factors or addresses. Each name once, sorted. The `identity:ID`s are
 * left out, because the name of the provider stands beside them.
 */
export function settersOf(things: readonly SetUp[]): readonly string[] {
  return [...new Set(things.flatMap(namesOf))].filter((name) => !isIdentity(name)).sort();
}

/**
 * Whether a set-up is the owner's, or of one of these identities. An account that gains administration keeps the owner's set-ups, and the set-ups
 * of the identities that stay (`linkStaysOnGain`): a login with such an identity alone would open the set-up of other factors in their place. The
 * account loses the set-ups of administrators and providers. The present rights of an administrator do not matter, because the rights at the
 * time of the set-up are unknown.
 *
 * @param identities the ids of links: another identity that the account had at the provider before has another id
 */
export function isOwnersOrOf(setUpBy: string | undefined, identities: readonly string[]): boolean {
  return setUpBy === undefined || identities.some((id) => namesOf({ setUpBy }).includes(IDENTITY + id));
}

/**
 * Whether an account that gains administration keeps an identity. The identity stays if the linked provider gives the role, because the role
 * counts only in sessions with this identity. An identity that the linked provider set up also stays if the role does not administer the policy,
 * because the provider could link the identity again. After an unlinking the provider cannot.
 *
 * @param link `isAgain`: an earlier identity at the provider was unlinked
 * @param giver the provider that gives the role; absent for the account's own roles
 */
export function linkStaysOnGain(
  gained: Administration,
  { provider, setUpBy: setters, isAgain }: SetUp & { readonly provider: string; readonly isAgain?: boolean },
  giver: string | undefined,
): boolean {
  if (setters === undefined || provider === giver) return true;
  return gained !== 'policy' && setters === nameOfProvider(provider) && isAgain !== true;
}
