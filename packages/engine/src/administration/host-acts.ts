import { changeAccount } from '../account/change-account.ts';
import type { Refusal } from '../api/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { adminEvent } from '../records/actors.ts';
import { normaliseIdentifier } from '../records/identifier.ts';
import type { AccountId, AccountRecord } from '../store/records.ts';
import { malformedText } from './account-ref.ts';
import type { HostCode } from './actor.ts';
import { malformedIdentifier } from './host-input.ts';

// What host code alone does to an account: no administrator has these, and host code is not asked whether it may.

/** Ends every session and forgets every device: the epoch rises, so that what is opened at this moment is ended with them. */
export function endSessions(kernel: Kernel, by: HostCode, id: AccountId): Promise<AccountRecord | Refusal> {
  return changeAccount(kernel, by.tenant, id, (account) => ({
    next: { ...account, epoch: account.epoch + 1 },
    alsoCommit: {
      endSessions: { accountId: id },
      forgetDevices: { accountId: id },
      events: [adminEvent(kernel, by, account, 'session.revoked', { all: true })],
    },
  }));
}

/** Another identifier in the place of the first. */
export async function rename(
  kernel: Kernel,
  by: HostCode,
  id: AccountId,
  written: string,
): Promise<AccountRecord | Refusal> {
  const malformed = malformedIdentifier(written);
  if (malformed !== undefined) return malformed;
  const identifier = normaliseIdentifier(written);
  return changeAccount(kernel, by.tenant, id, (account) => {
    const [former, ...others] = account.identifiers;
    const identifiers = [...new Set([identifier, ...others])];
    const events =
      former === identifier
        ? []
        : [adminEvent(kernel, by, account, 'account.identifier-changed', { from: former, to: identifier })];
    return { next: { ...account, identifiers }, alsoCommit: { events } };
  });
}

/** The host's own key for an account; `null` takes it away. */
export async function setExternalId(
  kernel: Kernel,
  by: HostCode,
  id: AccountId,
  externalId: string | null,
): Promise<AccountRecord | Refusal> {
  // What is missing is no `null`: a key that the host forgot to give takes none away.
  const malformed = externalId === null ? undefined : malformedText('externalId', externalId ?? '');
  if (malformed !== undefined) return malformed;
  return changeAccount(kernel, by.tenant, id, (account) => {
    const { externalId: from = null, ...rest } = account;
    const next = externalId === null ? rest : { ...rest, externalId };
    const events =
      from === externalId
        ? []
        : [adminEvent(kernel, by, account, 'account.external-id-changed', { from, to: externalId })];
    return { next, alsoCommit: { events } };
  });
}
