import { type Instant, type Policy, settersOf } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { afterRoleGain, clearedForNoMore, endedByGain, withEnded } from '../acts/role-gain.ts';
import { strandsOwner } from '../acts/stranding.ts';
import { isOfPresent } from '../factors/facts.ts';
import type { Proof, ProofEvent } from '../factors/proof.ts';
import { areSame } from '../records/roles.ts';
import type { Seen } from './outcome.ts';

/** The effect of a proof on its account, in a try of the commit. */
export type AppliedProof =
  | {
      readonly kind: 'unknown-to-host';
      readonly account?: undefined;
      readonly whole?: undefined;
      readonly proof: Proof;
    }
  /** A concurrent commit used the proof up, or replaced what the proof proved: a password. */
  | { readonly kind: 'no-longer-holds' }
  /**
   * `gone`: the account loses the proved factor or the recovery at this moment, with a gained role of administration. The flow ends, and its
   * person is not signed in.
   */
  | {
      readonly kind: 'applied' | 'gone';
      /** The account to be stored, still with the loaded version. */
      readonly account: AccountRecord;
      /** The account after the proof, with what it loses with its roles. */
      readonly whole: AccountRecord;
      /** The proof with its events, including the account's loss with a role of administration (X18). */
      readonly proof: Proof;
    };

/** The committed account of a proof. */
export interface Committed {
  readonly account: AccountRecord;
  /** The account with what it loses with the roles that its flow keeps. */
  readonly whole: AccountRecord;
  /** The account with the host's present roles. `undefined` if the host does not know the account. */
  readonly withRoles: AccountRecord | undefined;
  readonly policy: Policy;
  readonly now: Instant;
}

/**
 * Applies a proof to its account. The account loses the factors of others twice: for the roles that it has, so that the proof changes no
 * account of a former owner, and for the roles that come with the proof of a provider's identity.
 */
export function applyProof(proof: Proof, at: Committed): AppliedProof {
  const { account, whole, withRoles, policy, now } = at;
  if (withRoles === undefined) return { kind: 'unknown-to-host', proof };
  const cleared = afterRoleGain(policy, account, withRoles, now);
  const applied = proof.applyTo(cleared, policy);
  if (applied === undefined)
    return cleared === withRoles ? { kind: 'no-longer-holds' } : withoutProof(proof, { withRoles, cleared }, at);
  const owned = afterRoleGain(policy, account, applied, now);
  const isWhole = whole === account && cleared === withRoles;
  const unlost = isWhole ? applied : (proof.applyTo(withRolesOf(withRoles, whole), policy) ?? whole);
  const became = { withRoles, cleared, applied, left: owned, whole: unlost };
  const lostNothing = cleared === withRoles && owned === applied;
  if (lostNothing || restsOn(owned, proof)) return { kind: 'applied', ...stored(proof, became, at) };
  // A provider's assertion counts, though its identity goes with the roles that the provider just named.
  if (restsOn(cleared, proof)) return { kind: 'gone', ...stored(proof, became, at) };
  return withoutProof(proof, { withRoles, cleared }, at);
}

/**
 * A proof whose factor or recovery went before the proof uses up its code, and changes nothing more: a recovery would replace the owner's
 * password. A provider's roles are not written.
 */
function withoutProof(proof: Proof, before: Pick<Became, 'withRoles' | 'cleared'>, at: Committed): AppliedProof {
  const left = proof.useUp?.(before.cleared) ?? before.cleared;
  const events = proof.events?.filter(({ type }) => type !== 'account.roles-changed');
  const whole = withRolesOf(before.withRoles, at.whole);
  const became = { ...before, applied: left, left, whole: proof.useUp?.(whole) ?? whole };
  return { kind: 'gone', ...stored({ ...proof, events }, became, at) };
}

/** The account with the host's roles. */
function withRolesOf({ roles, rolesAt, roleGains }: AccountRecord, account: AccountRecord): AccountRecord {
  return account.rolesAt === rolesAt ? account : { ...account, roles, rolesAt, roleGains };
}

/** The account with the host's roles, and after each change. */
interface Became {
  readonly withRoles: AccountRecord;
  /** Without the factors that end with the roles. */
  readonly cleared: AccountRecord;
  /** After the proof's changes. */
  readonly applied: AccountRecord;
  /** Without the factors that end with a role from the proof. */
  readonly left: AccountRecord;
  readonly whole: AccountRecord;
}

/** The account with the marks of its present roles (`clearedFor`), and the proof with the events of the host's roles and of the loss. */
function stored(
  proof: Proof,
  { withRoles, cleared, applied, left, whole }: Became,
  { account, policy, now }: Committed,
): Seen & { readonly proof: Proof } {
  const next = clearedForNoMore(policy, left, left);
  const ended = [...new Set([...endedByGain(withRoles, cleared), ...endedByGain(applied, left)])];
  const isStranded = (): boolean => strandsOwner(policy, next, now);
  const alone = (): ProofEvent => ({
    type: 'account.roles-changed',
    detail: { from: account.roles, to: withRoles.roles },
  });
  const heard = areSame(account.roles, withRoles.roles) ? [] : [alone()];
  const events = withEnded([...heard, ...(proof.events ?? [])], ended, isStranded, alone);
  return { account: next, whole, proof: { ...proof, events: events.map((one) => namingSetters(one, proof)) } };
}

/** A change of roles, with everybody besides the owner who set up the proved factor or identity (X18). */
function namingSetters(event: ProofEvent, { command }: Proof): ProofEvent {
  if (event.type !== 'account.roles-changed' || command.type === 'ask') return event;
  const setters = settersOf([command.evidence]);
  return setters.length === 0 ? event : { ...event, detail: { ...event.detail, setUpBy: setters.join(' ') } };
}

/** Returns whether the account still has the proved factor, after it lost the factors that its owner did not set up. */
function restsOn(account: AccountRecord, { command }: Proof): boolean {
  return command.type === 'ask' || isOfPresent(account, command.evidence);
}
