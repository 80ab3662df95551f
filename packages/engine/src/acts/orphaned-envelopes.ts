import type { AccountRecord, EventRecord, VaultRecord } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from '../records/events.ts';
import { loggedEnvelope, orphansOf } from '../records/vault-ways.ts';

/**
 * What goes with the passkeys that a change takes from an account, in the same commit: the envelopes that they open. Nothing is read
 * where no passkey goes. A host that keeps no vaults any more may have kept them before.
 *
 * @param actor who takes them, or `undefined` for the system
 */
export async function orphanedEnvelopes(
  kernel: Kernel,
  before: AccountRecord,
  after: AccountRecord,
  actor: EventRecord['actor'],
): Promise<{ readonly vault?: VaultRecord; readonly events: readonly EventRecord[] }> {
  const left = new Set(after.passkeys.map(({ id }) => id));
  if (before.passkeys.every(({ id }) => left.has(id))) return { events: [] };
  const vault = await kernel.store.readVault(before.tenant, before.id);
  if (vault === undefined) return { events: [] };
  const gone = orphansOf(vault, after);
  if (gone.length === 0) return { events: [] };
  const now = kernel.now();
  return {
    vault: {
      ...vault,
      version: vault.version + 1,
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
