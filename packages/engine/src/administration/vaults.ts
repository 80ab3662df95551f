import { administrator } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import type { Vaults } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Undeclared } from '../contract/refusal-table.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { adminEvent } from '../state/actors.ts';
import { accountId } from './account-ref.ts';
import { malformedFreeText } from './host-input.ts';

export function vaults(kernel: Kernel): Undeclared<Pick<Vaults, 'overview' | 'emergencyOpen'>> {
  return {
    async overview(tenant, id) {
      if (kernel.of(tenant).vault === undefined) return { refused: 'not-found' };
      if ((await kernel.store.readAccount(tenant, accountId(id))) === undefined) return { refused: 'not-found' };
      const vault = await kernel.store.readVault(tenant, accountId(id));
      const envelopes = vault?.envelopes ?? [];
      return {
        version: vault?.version ?? 0,
        envelopes: envelopes.map(({ sealed: _, kid: __, ...envelope }) => envelope),
      };
    },
    async emergencyOpen(actor, id, { reason }) {
      if (kernel.of(actor.tenant).vault === undefined) return { refused: 'not-found' };
      const malformed = malformedFreeText(reason);
      if (malformed !== undefined) return malformed;
      const by = administrator(actor);
      let opened: { readonly kid?: string; readonly sealed: string } | undefined;
      const told = await performAct(kernel, by, accountId(id), async ({ account }) => {
        const vault = await kernel.store.readVault(account.tenant, account.id);
        // The newest envelope, because keys are renewed.
        const envelope = vault?.envelopes.findLast(({ kind }) => kind === 'emergency');
        const act = { type: 'open-vault-in-emergency' } as const;
        opened = envelope;
        if (envelope === undefined) return { act, isDone: true };
        const detail = { reason, envelope: envelope.id, kid: envelope.kid };
        return { act, also: { events: [adminEvent(kernel, by, account, 'vault.emergency-opened', detail)] } };
      });
      // The envelope is returned only after the event is in the log.
      if (isRefusal(told)) return told;
      return opened === undefined ? { refused: 'not-found' } : { kid: opened.kid, sealed: opened.sealed };
    },
  };
}
