import {
  type FirstSignIn,
  type Given,
  hasGiven,
  highestAdministration,
  overtakesFirstSignIn,
  type Policy,
} from '@sallyport/core';
import type { AccountRecord, EventRecord } from '@sallyport/store';
import { heldBy, keeping } from '../factors/held.ts';
import { afterRemoval } from '../factors/removals.ts';
import { rolesOf } from '../records/roles.ts';

/**
 * The account after a step of a flow that opened no session, with a mark on each factor that the step set up. Before the first session, nobody has
 * proved more than a mailbox.
 */
export function withUnfinished(before: AccountRecord, after: AccountRecord): AccountRecord {
  if (after.invited !== true && after.openSignUp !== true) return after;
  const had = new Set(heldBy(before).map(({ trace }) => trace));
  const fresh = heldBy(after).flatMap(({ trace }) => (had.has(trace) ? [] : [trace]));
  return fresh.length === 0 ? after : { ...after, unfinished: [...(after.unfinished ?? []), ...fresh] };
}

/** The account without its unfinished set-ups. */
export function withoutUnfinished({ unfinished, ...account }: AccountRecord): AccountRecord {
  if (unfinished === undefined) return account;
  const kept = keeping(account, ({ trace }) => !unfinished.includes(trace));
  return afterRemoval(kept);
}

/**
 * The account after an act of an administrator, of the host, or of the system. An act that overtakes the first sign-in takes the unfinished set-ups. If
 * an act gave a part to the account of a sign-up, the account counts as invited.
 */
export function afterFirstSignIn(before: AccountRecord, after: AccountRecord): AccountRecord {
  const closed = before.openSignUp === true && hasGiven(givenTo(before), givenTo(after)) ? asInvited(after) : after;
  return after.unfinished !== undefined && overtakesFirstSignIn(firstSignInOf(before), firstSignInOf(closed))
    ? withoutUnfinished(closed)
    : closed;
}

/** The events of the unfinished set-ups that an act took, beside the events of the act. */
export function eventsOfUnfinished(
  planned: AccountRecord,
  left: AccountRecord,
): readonly Pick<EventRecord, 'type' | 'detail'>[] {
  if (planned.unfinished === undefined || left.unfinished !== undefined) return [];
  const passkeys = planned.passkeys.length - left.passkeys.length;
  const hasLostApp = planned.totp !== undefined && left.totp === undefined;
  const hasLostCode = (planned.codes?.length ?? 0) > (left.codes?.length ?? 0);
  const kept = new Set(left.externalIds?.map(({ id }) => id));
  const links = planned.externalIds?.filter(({ id }) => !kept.has(id)) ?? [];
  return [
    ...(passkeys > 0 ? [{ type: 'passkeys.reset' as const, detail: { count: passkeys } }] : []),
    ...(hasLostApp || hasLostCode ? [{ type: 'two-step.reset' as const }] : []),
    ...links.map(({ provider }) => ({ type: 'external-id.unlinked' as const, detail: { provider } })),
  ];
}

/**
 * The account of a sign-up that administers something, without its unfinished set-ups. Nothing was written if the host gave the role, or a new
 * policy names it.
 */
export function claimedForAdministration(policy: Policy, account: AccountRecord): AccountRecord {
  if (account.unfinished === undefined || account.openSignUp !== true) return account;
  if (highestAdministration(policy, rolesOf(account, policy.gives)) === undefined) return account;
  return { ...withoutUnfinished(account), epoch: account.epoch + 1 };
}

function asInvited({ openSignUp: _, ...account }: AccountRecord): AccountRecord {
  return { ...account, invited: true };
}

function firstSignInOf({ epoch, email, enrollmentCode, openSignUp }: AccountRecord): FirstSignIn {
  return { epoch, mailbox: email?.address, word: enrollmentCode?.hash, isOfMailbox: openSignUp === true };
}

function givenTo(account: AccountRecord): Given {
  const { identifiers: names, externalId: key, externalIds = [], roles, password, enrollmentCode } = account;
  const { requiredStrength, methods, emergency = false } = account;
  return {
    ...{ names, key, identities: externalIds.map(({ id }) => id), roles, password: password?.id },
    ...{ word: enrollmentCode?.hash, requiredStrength, methods, isEmergency: emergency },
  };
}
