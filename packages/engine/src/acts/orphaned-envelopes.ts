import type { AccountRecord, EventRecord, VaultRecord } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from '../state/events.ts';
import { loggedEnvelope, orphansOf } from '../state/vault-ways.ts';

/** A host that keeps no vaults now may have kept vaults earlier. */
export async function orphanedEnvelopes(
  kernel: Kernel,
  before: AccountRecord,
  after: AccountRecord,
  actor: EventRecord['actor'],
  written?: VaultRecord,
): Promise<{ readonly vault?: VaultRecord; readonly events: readonly EventRecord[] }> {
  const left = new Set(after.passkeys.map(({ id }) => id));
  const others = new Set(after.vaultOfOthers);
  const losesNone =
    before.passkeys.every(({ id }) => left.has(id)) &&
    (before.vaultOfOthers ?? []).every((setUpBy) => others.has(setUpBy));
  if (written === undefined && losesNone) return { events: [] };
  const vault = written ?? (await kernel.store.readVault(before.tenant, before.id));
  if (vault === undefined) return { events: [] };
  const gone = orphansOf(vault, after);
  if (gone.length === 0) return { events: [] };
  const now = kernel.now();
  return {
    vault: {
      ...vault,
      version: written === undefined ? vault.version + 1 : vault.version,
      envelopes: vault.envelopes.filter((envelope) => !gone.includes(envelope)),
    },
    events: gone.map((envelope) =>
      event(kernel, before.tenant, now, 'vault.envelope-removed', {
        owner: before,
        actor: actor ?? 'system',
        detail: loggedEnvelope(envelope),
      }),
    ),
  };
}
