import { isInAddressForm, type NewName, type Policy } from '@sallyport/core';
import type { AccountId, AccountRecord } from '@sallyport/store';
import { type Doer, owner } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import type { LiveSession, Refusal } from '../contract/index.ts';
import { RENAME_BUDGET } from '../contract/lifetimes.ts';
import { isRefusal } from '../contract/refusal.ts';
import { whenAvailable } from '../kernel/host-providers.ts';
import { isKeepable, LONGEST_NAME } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { nameOf } from '../state/actors.ts';
import { countedIn } from '../state/counted-guess.ts';
import { mailBudget } from '../state/counted-mail.ts';
import { event } from '../state/events.ts';
import { maskIdentifier, normaliseIdentifier } from '../state/identifier.ts';
import { loadAndCount } from '../state/load.ts';
import { mailboxOwners } from './mailbox-owners.ts';
import { type Found, findInDirectory, isOfAnother } from './name-in-directory.ts';

export function malformedIdentifier(written: unknown): Refusal | undefined {
  if (typeof written !== 'string') return malformed('is no text');
  const identifier = normaliseIdentifier(written);
  if (identifier === '') return malformed('is empty');
  if (isKeepable(identifier) && [...identifier].length <= LONGEST_NAME) return undefined;
  return malformed(`has at most ${LONGEST_NAME} characters, and no control characters`);
}

function malformed(message: string): Refusal {
  return { refused: 'malformed-input', errors: [{ path: 'identifier', message }] };
}

/** Tries are counted: an owner could try out whose names are known here. */
export async function renameOwn(
  kernel: Kernel,
  session: LiveSession,
  written: string,
): Promise<AccountRecord | Refusal> {
  const { tenant, accountId } = session;
  const { guess } = await loadAndCount(kernel, {
    tenant,
    account: { kind: 'id', value: accountId },
    guess: () => mailBudget('rename', RENAME_BUDGET),
  });
  if (guess.outcome === 'locked') return { refused: 'locked', until: guess.until };
  await using counted = countedIn(guess);
  const renamed = await whenAvailable(() => rename(kernel, owner(session), accountId, written));
  // Any other refusal tells nothing of a name.
  if (!isRefusal(renamed) || renamed.refused === 'already-exists') counted?.keep();
  return renamed;
}

export function rename(kernel: Kernel, by: Doer, id: AccountId, written: string): Promise<AccountRecord | Refusal> {
  const identifier = normaliseIdentifier(written);
  const ofDirectory = foundOnce(kernel, by, identifier);
  return performAct(kernel, by, id, async ({ account, inForce: { policy }, refuses }) => {
    const { identifiers, email } = account;
    const free: NewName = { identifier, present: identifiers, mailbox: email?.address, isOthers: false };
    const refused = await refuses({ type: 'set-identifier', name: free });
    if (refused !== undefined) return refused;
    const [former, ...others] = identifiers;
    const isOthers = by.kind === 'owner' && (await isSomebodyElses(kernel, policy, account, identifier, ofDirectory));
    const act = { type: 'set-identifier', name: { ...free, isOthers } } as const;
    if (former === identifier) return { act, isDone: true };
    // The event outlives the account, so it names no person.
    const detail = { from: former && maskIdentifier(former), to: maskIdentifier(identifier) };
    const told = { owner: account, actor: nameOf(by), detail, newIdentifier: identifier };
    return {
      act,
      next: { ...account, identifiers: [...new Set([identifier, ...others])] },
      also: { events: [event(kernel, by.tenant, kernel.now(), 'account.identifier-changed', told)] },
    };
  });
}

function foundOnce(kernel: Kernel, { tenant }: Doer, identifier: string): () => Promise<Found> {
  let found: Promise<Found> | undefined;
  return () => {
    found ??= findInDirectory(kernel, tenant, identifier);
    return found;
  };
}

/** The person of the mailbox could then make no account. */
async function isSomebodyElses(
  kernel: Kernel,
  policy: Policy,
  account: AccountRecord,
  identifier: string,
  ofDirectory: () => Promise<Found>,
): Promise<boolean> {
  const { tenant, id, identifiers } = account;
  if (identifiers.includes(identifier)) return false;
  const holders = isInAddressForm(identifier) ? await mailboxOwners(kernel, tenant, policy, identifier, 2) : [];
  if (holders.some((holder) => holder.id !== id)) return true;
  return isOfAnother(kernel, await ofDirectory(), account);
}
