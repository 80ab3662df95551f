import type { Vaults } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import { adminEvent } from '../records/actors.ts';
import { actorIsGone } from '../sessions/liveness.ts';
import { authorityFor } from './authority.ts';
import { accountId } from './people.ts';

/** Vaults as administrators meet them: which ways there are before a reset takes some, and the documented way back in (P21). */
export function vaults(kernel: Kernel): Pick<Vaults, 'overview' | 'emergencyOpen'> {
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
      const { tenant } = actor;
      if (kernel.of(tenant).vault === undefined) return { refused: 'not-found' };
      for (let round = 0; round < ROUNDS; round++) {
        const account = await kernel.store.readAccount(tenant, accountId(id));
        if (account === undefined) return { refused: 'not-found' };
        const authority = await authorityFor(kernel, actor, { over: account });
        if (isRefusal(authority)) return authority;
        const opener = await kernel.store.readAccount(tenant, actor.accountId);
        if (opener?.emergency !== true) return { refused: 'not-permitted' };
        const vault = await kernel.store.readVault(tenant, account.id);
        // The last one, since keys are renewed.
        const envelope = vault?.envelopes.findLast(({ kind }) => kind === 'emergency');
        if (envelope === undefined) return { refused: 'not-found' };
        const { kid, sealed } = envelope;
        const guards = { ...authority, account: { id: account.id, version: account.version } };
        const detail = { reason, envelope: envelope.id, kid };
        const result = await kernel.commit({
          tenant,
          now: kernel.now(),
          guards,
          events: [adminEvent(kernel, actor, account, 'vault.emergency-opened', detail)],
        });
        // Nothing is handed out that the log does not tell of.
        if (result.outcome === 'committed') return { kid, sealed };
        if (await actorIsGone(kernel, tenant, guards, result)) return { refused: 'no-session' };
      }
      return { refused: 'store-unavailable' };
    },
  };
}
