import {
  type Act,
  type FirstSignIn,
  type Given,
  hasGiven,
  highestAdministration,
  overtakesFirstSignIn,
  type Policy,
} from '@sallyport/core';
import type { AccountRecord, EventRecord } from '@sallyport/store';
import { heldBy, keeping } from '../factors/held.ts';
import { FACTORS } from '../factors/index.ts';
import { passwordBinding } from '../factors/password.ts';
import { afterRemoval } from '../factors/removals.ts';
import { externalIdBinding } from '../factors/sso-and-ldap.ts';
import { rolesOf } from '../records/roles.ts';

/**
 * The account after a step of a flow that opened no session, with a mark on each factor that the step set up. Before the first session, nobody has
 * proved more than a mailbox.
 */
export function withUnfinished(flow: string, before: AccountRecord, after: AccountRecord): AccountRecord {
  if (after.invited !== true && after.openSignUp !== true) return after;
  const had = new Set(heldBy(before).map(({ trace }) => trace));
  const ofCode = passwordOfCode(flow, before, after);
  const fresh = heldBy(after).flatMap(({ trace }) => (had.has(trace) || trace === ofCode ? [] : [{ flow, trace }]));
  return fresh.length === 0 ? after : { ...after, unfinished: [...(after.unfinished ?? []), ...fresh] };
}

/** The password of a person whom an administrator helped in, in the flow that used the code. The administrator vouched for more than a mailbox. */
function passwordOfCode(
  flow: string,
  { enrollmentCode: given }: AccountRecord,
  { password, enrollmentCode: used }: AccountRecord,
): string | undefined {
  const isOfCode = used?.usedIn === flow && used.hash === given?.hash && given.helpsIn === 'first';
  if (password === undefined || !isOfCode) return undefined;
  return passwordBinding(password.id);
}

/**
 * The account as a flow sees it: without the set-ups of other first sign-ins that opened no session. A stranger who read the mailbox for a moment may have
 * set them up, and left.
 */
export function withoutUnfinished(account: AccountRecord, exceptOf?: string): AccountRecord {
  if (account.unfinished === undefined) return account;
  const { unfinished, ...rest } = account;
  const gone = new Set(unfinished.flatMap(({ flow, trace }) => (flow === exceptOf ? [] : [trace])));
  if (gone.size === 0) return account;
  // A set-up that never counted gives the mailed link of a recovery no other worth when it goes.
  const kept = { ...afterRemoval(keeping(rest, ({ trace }) => !gone.has(trace))), recovery: rest.recovery };
  const own = unfinished.filter(({ flow }) => flow === exceptOf);
  return own.length === 0 ? kept : { ...kept, unfinished: own };
}

/** The account that an act is judged on. An unfinished set-up decides about no recovery. */
export function asJudged({ type }: Act, account: AccountRecord): AccountRecord {
  return type === 'recover' || type === 'offer-recovery' ? withoutUnfinished(account) : account;
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

/** The events of the unfinished set-ups that an act or another first sign-in took, beside its own events. */
export function eventsOfUnfinished(
  planned: AccountRecord,
  left: AccountRecord,
): readonly Pick<EventRecord, 'type' | 'detail'>[] {
  if (planned.unfinished === undefined) return [];
  const kept = new Set(heldBy(left).map(({ trace }) => trace));
  const taken = FACTORS.flatMap(({ held, taken }) => {
    const gone = held(planned).filter(({ trace }) => !kept.has(trace));
    return gone.length === 0 ? [] : (taken?.(gone) ?? []);
  });
  // An app and a telephone number go with one event.
  const isFirst = ({ type }: (typeof taken)[number], place: number): boolean =>
    type !== 'two-step.reset' || taken.findIndex((other) => other.type === type) === place;
  return [...taken.filter(isFirst), ...rolesTaken(planned, kept)];
}

/** The events of the roles that a provider gave with an unfinished identity. */
function rolesTaken(
  { externalIds = [], providerRoles = {} }: AccountRecord,
  kept: ReadonlySet<string>,
): readonly Pick<EventRecord, 'type' | 'detail'>[] {
  return externalIds.flatMap(({ id, provider }) => {
    const from = providerRoles[provider] ?? [];
    if (from.length === 0 || kept.has(externalIdBinding(id))) return [];
    return [{ type: 'account.roles-changed', detail: { provider, from, to: [] } } as const];
  });
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
