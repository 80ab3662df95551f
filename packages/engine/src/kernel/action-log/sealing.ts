import type { LogHead } from '@sallyport/core/log';
import type { TenantId } from '@sallyport/store';
import type { OnLogHead } from '../../contract/host.ts';
import { becauseOf, codeOf } from '../because.ts';
import type { Kernel } from '../kernel.ts';

export interface Sealing {
  seal(): Promise<void>;
  sealTenant(tenant: TenantId): Promise<void>;
}

const TENANTS_AT_ONCE = 100;
const NOT_SEALED = 'the action log could not be sealed, and will be tried again';

export function sealing({ store, log, logger }: Kernel, onLogHead: OnLogHead | undefined): Sealing {
  const kept = new Set<TenantId>();
  let running: Promise<void> | undefined;

  async function sealTenant(tenant: TenantId): Promise<void> {
    const sealed = await log.seal(tenant);
    if (sealed !== undefined) await handOver(tenant, sealed);
  }

  async function sealOne(tenant: TenantId): Promise<void> {
    try {
      await sealTenant(tenant);
    } catch (fault) {
      logger.warn(NOT_SEALED, { tenant, because: becauseOf(fault) });
    }
  }

  async function handOver(tenant: TenantId, head: LogHead): Promise<void> {
    if (onLogHead === undefined) return;
    kept.add(tenant);
    try {
      await onLogHead({ tenant, ...head });
      kept.delete(tenant);
    } catch (fault) {
      const because = codeOf(fault);
      logger.warn('onLogHead failed, and is handed the next head', { tenant, size: head.size, because });
    }
  }

  async function sealAll(): Promise<void> {
    const late = [...kept];
    for (let after: TenantId | undefined; ; ) {
      const tenants = await store.unsealedTenants({ after, limit: TENANTS_AT_ONCE });
      for (const tenant of tenants) await sealOne(tenant);
      after = tenants.at(-1);
      if (tenants.length < TENANTS_AT_ONCE) break;
    }
    for (const tenant of late) {
      if (!kept.has(tenant)) continue;
      const batch = await store.readLogHead(tenant);
      if (batch === undefined) kept.delete(tenant);
      else await handOver(tenant, batch.head);
    }
  }

  return {
    sealTenant,
    seal() {
      running ??= sealAll()
        .catch((fault: unknown) => logger.warn(NOT_SEALED, { because: becauseOf(fault) }))
        .finally(() => {
          running = undefined;
        });
      return running;
    },
  };
}
