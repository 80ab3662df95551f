import type { AccountRecord, EventRecord, VaultRecord } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from '../records/events.ts';
import { loggedEnvelope, orphansOf } from '../records/vault-ways.ts';

/**
 * What goes with a change of an account, in the same commit: the envelopes of passkeys that it takes, and with a role of administration
 * those that somebody else made. Nothing is read where neither goes. A host that keeps no vaults any more may have kept them before.
 *
 * @param actor who takes them, or `undefined` for the system
 * @param written the vault as the change writes it anyway
 */
export async function orphanedEnvelopes(
  kernel: Kernel,
  before: AccountRecord,
  after: AccountRecord,
  actor: EventRecord['actor'],
  written?: VaultRecord,
): Promise<{ readonly vault?: VaultRecord; readonly events: readonly EventRecord[] }> {
  const left = new Set(after.passkeys.map(({ id }) => id));
  const losesNone = before.passkeys.every(({ id }) => left.has(id)) && before.vaultOfOthers === after.vaultOfOthers;
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
