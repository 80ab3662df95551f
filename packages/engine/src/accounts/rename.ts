import type { AccountId, AccountRecord } from '@sallyport/store';
import { carryOut } from '../acts/carry-out.ts';
import { type Doer, owner } from '../acts/doer.ts';
import type { LiveSession, Refusal } from '../contract/index.ts';
import { RENAME_BUDGET } from '../contract/lifetimes.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { nameOf } from '../records/actors.ts';
import { countedIn, giveBackAtOnce, giveBackOnFault } from '../records/counted-guess.ts';
import { mailBudget } from '../records/counted-mail.ts';
import { event } from '../records/events.ts';
import { maskIdentifier, normaliseIdentifier } from '../records/identifier.ts';
import { isKeepable, LONGEST_NAME } from '../records/keepable.ts';
import { loadStep } from '../records/load-step.ts';
import { accountsWith } from './blocked-holders.ts';

/** Returns a refusal if nobody could type the identifier, or no store could keep it. Lengths count in the normal form. */
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

/** Replaces the first identifier of an owner. Tries are counted: otherwise an owner could try out whose names and addresses are known here. */
export async function renameOwn(
  kernel: Kernel,
  session: LiveSession,
  written: string,
): Promise<AccountRecord | Refusal> {
  const { tenant, accountId } = session;
  const { guess } = await loadStep(kernel, {
    tenant,
    account: { kind: 'id', value: accountId },
    guess: () => mailBudget('rename', RENAME_BUDGET),
  });
  if (guess.outcome === 'locked') return { refused: 'locked', until: guess.until };
  const counted = countedIn(guess);
  const renamed = await giveBackOnFault(kernel, tenant, counted, () =>
    rename(kernel, owner(session), accountId, written),
  );
  // A refusal that looked at no other account tells nothing of a name.
  if (isRefusal(renamed) && renamed.refused !== 'already-exists') await giveBackAtOnce(kernel, tenant, counted);
  return renamed;
}

/**
 * Replaces the first identifier. The owner is told at the mailbox. An owner cannot take the address of another account's mailbox: the person of the
 * mailbox could then make no account, and a provider could not find the person's account by the address.
 */
export function rename(kernel: Kernel, by: Doer, id: AccountId, written: string): Promise<AccountRecord | Refusal> {
  const identifier = normaliseIdentifier(written);
  return carryOut(kernel, by, id, async ({ account, refuses }) => {
    const act = { type: 'set-identifier' } as const;
    const refused = await refuses(act);
    if (refused !== undefined) return refused;
    const [former, ...others] = account.identifiers;
    if (former === identifier) return { act, isDone: true };
    const isOwner = by.kind === 'owner';
    const holders = isOwner ? await accountsWith(kernel, by.tenant, identifier, 2) : [];
    if (holders.some((holder) => holder.id !== id)) return { refused: 'already-exists' };
    // The event outlives the account, so the event names no person. The notice has the new identifier.
    const detail = { from: former && maskIdentifier(former), to: maskIdentifier(identifier) };
    const told = { owner: account, actor: nameOf(by), detail, newIdentifier: identifier };
    return {
      act,
      next: { ...account, identifiers: [...new Set([identifier, ...others])] },
      also: { events: [event(kernel, by.tenant, kernel.now(), 'account.identifier-changed', told)] },
    };
  });
}
