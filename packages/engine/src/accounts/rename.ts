import type { AccountId, AccountRecord } from '@sallyport/store';
import { carryOut } from '../acts/carry-out.ts';
import type { Doer } from '../acts/doer.ts';
import type { Refusal } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { nameOf } from '../records/actors.ts';
import { event } from '../records/events.ts';
import { maskIdentifier, normaliseIdentifier } from '../records/identifier.ts';
import { isKeepable } from '../records/keepable.ts';
import { accountsWith } from './blocked-holders.ts';

const LONGEST_IDENTIFIER = 256;

/** Returns a refusal if nobody could type the identifier, or no store could keep it. Lengths count in the normal form. */
export function malformedIdentifier(written: unknown): Refusal | undefined {
  if (typeof written !== 'string') return malformed('is no text');
  const identifier = normaliseIdentifier(written);
  if (identifier === '') return malformed('is empty');
  if (isKeepable(identifier) && [...identifier].length <= LONGEST_IDENTIFIER) return undefined;
  return malformed(`has at most ${LONGEST_IDENTIFIER} characters, and no control characters`);
}

function malformed(message: string): Refusal {
  return { refused: 'malformed-input', errors: [{ path: 'identifier', message }] };
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
