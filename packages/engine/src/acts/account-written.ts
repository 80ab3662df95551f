import type { Policy } from '@sallyport/core';
import type { AccountRecord, EventRecord, VaultRecord } from '@sallyport/store';
import { keepsKeys } from '@sallyport/store';
import type { EngineCommit } from '../kernel/commit.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { endingsOfLeaving } from '../state/organisation-invitations.ts';
import { asWritten } from '../state/written-account.ts';
import { orphanedEnvelopes } from './orphaned-envelopes.ts';

export async function accountWritten(
  kernel: Kernel,
  policy: Policy,
  before: AccountRecord | undefined,
  next: AccountRecord,
  { actor, vault }: { readonly actor: EventRecord['actor']; readonly vault?: VaultRecord | undefined },
): Promise<{
  readonly commit: Pick<EngineCommit, 'before' | 'account' | 'keysStay' | 'vault'>;
  readonly account: AccountRecord;
  readonly events: readonly EventRecord[];
}> {
  const account = asWritten(policy, before, next, kernel.now());
  if (before === undefined) return { commit: { account }, account, events: [] };
  const orphaned = await orphanedEnvelopes(kernel, before, account, actor, vault);
  return {
    commit: {
      before,
      account,
      keysStay: keepsKeys(before, account) ? true : undefined,
      ...(orphaned.vault && { vault: orphaned.vault }),
    },
    account,
    events: [...orphaned.events, ...(await endingsOfLeaving(kernel, before, account))],
  };
}
