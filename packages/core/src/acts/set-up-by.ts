import { enrollmentGate } from '../enrollment/enrollment.ts';
import type { Policy } from '../policy/policy.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { recentEvidence } from '../strength/recent-evidence.ts';
import type { Instant } from '../time/instant.ts';
import type { Actor } from './act.ts';
import type { Administration } from './administration.ts';

/**
 * Finds out who owns a new factor, address or link from the evidence of its set-up. The set-up is the owner's if the proofs of the owner's own
 * factors open the enrollment gate without the other proofs. One proof of the owner's, such as a code that the owner read out to an
 * administrator, does not open the gate. A proof of the mailbox is a single proof too, because anyone who reads the mailbox can give
 * the proof.
 *
 * @param account the account before the set-up
 * @returns `undefined` for the owner; otherwise everybody else who set up a proved factor: ids and `provider:ID`s, separated by spaces. If the
 * text named one person only, a second person who took part would stay unknown to the owner.
 */
export function setUpBy(policy: Policy, account: AccountFacts, evidence: readonly Evidence[]): string | undefined {
  const others = settersOf(evidence).join(' ');
  if (others === '') return undefined;
  const owners = evidence.filter((proof) => proof.setUpBy === undefined);
  if (owners.length === 0) return others;
  const { methods } = requirementsOf(policy, account).rule;
  return enrollmentGate(policy, account, owners, methods).state === 'open' ? undefined : others;
}

/**
 * Whether a proof counts for a piece of the account, such as a password or a passkey. The owner's proofs count for every piece. A proof that
 * another person set up counts only for pieces of the same person.
 */
export function speaksFor(proof: Pick<Evidence, 'setUpBy'>, thing: { readonly setUpBy?: string | undefined }): boolean {
  return proof.setUpBy === undefined || proof.setUpBy === thing.setUpBy;
}

/** The owner in a session or in a flow. */
type Owner = { readonly kind: 'session' } | Pick<Extract<Actor, { kind: 'flow' }>, 'kind' | 'purpose'>;

/**
 * The person who makes a set-up now, as the proofs that open the set-up show. A session holds proofs of every age, and a step-up begins with
 * the proofs of its session. In a session or a step-up, a proof older than `recentProof` therefore does not count.
 */
export function settingUp(
  policy: Policy,
  account: AccountFacts,
  owner: Owner,
  evidence: readonly Evidence[],
  now: Instant,
): string | undefined {
  return setUpBy(policy, account, ofThisSetUp(policy, owner, evidence, now));
}

function ofThisSetUp(policy: Policy, owner: Owner, evidence: readonly Evidence[], now: Instant): readonly Evidence[] {
  const isOfThisFlow = owner.kind === 'flow' && owner.purpose !== 'step-up';
  return isOfThisFlow ? evidence : recentEvidence(evidence, now, policy.recentProof);
}

/**
 * The others who may act now, as a session or a sign-in shows. Empty if the owner acts: the owner's proofs open a
 * set-up as {@link settingUp} asks. The owner's old proofs do not show that the owner is present. A proof by a factor of somebody else
 * counts at any age.
 */
export function actingBesides(
  policy: Policy,
  account: AccountFacts,
  owner: Owner,
  evidence: readonly Evidence[],
  now: Instant,
): readonly string[] {
  const present = ofThisSetUp(policy, owner, evidence, now);
  const counted = evidence.filter((proof) => proof.setUpBy !== undefined || present.includes(proof));
  return setUpBy(policy, account, counted) === undefined ? [] : settersOf(evidence);
}

/** The names of everybody, besides the owner, who set up one of the proved factors or addresses. Each name once, sorted. */
export function settersOf(things: readonly Pick<Evidence, 'setUpBy'>[]): readonly string[] {
  return [...new Set(things.flatMap(({ setUpBy: setters }) => setters?.split(' ') ?? []))].sort();
}

/** The evidence of a session: without the one-time codes and links of an enrollment or a recovery. */
export function sessionEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter(({ method }) => method !== 'enrollment-code' && method !== 'reset-token');
}

/**
 * Whether an account that gains administration keeps a factor, an address or a link. The account keeps its owner's own
 * set-ups, and loses the set-ups of administrators and providers. The present rights of an administrator do not matter,
 * because the rights at the time of the set-up are unknown. A link stays if the linked provider gives the role, because
 * the role counts only in sessions with the provider's identity. A factor that was set up with this identity does not stay:
 * `setUpBy` names the provider, and another person may have had the identity then. A link that the linked provider set up
 * also stays if the role administers people only, because the provider could set the link up again.
 *
 * @param giver the provider that gives the role; absent for the account's own roles
 */
export function staysOnGain(
  gained: Administration,
  setUpBy: string | undefined,
  giver: string | undefined,
  link?: { readonly provider: string },
): boolean {
  if (setUpBy === undefined) return true;
  if (link === undefined) return false;
  return link.provider === giver || (gained === 'people' && setUpBy === `provider:${link.provider}`);
}
