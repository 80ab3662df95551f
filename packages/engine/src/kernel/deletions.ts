import { instant } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import type { AfterDeletion } from '../contract/host.ts';
import { DELETION_LEASE, DELETION_WAITS, DELETIONS_FRESH } from '../contract/lifetimes.ts';
import { type AnnouncedDeletion, isForHost } from './announced-deletion.ts';
import { becauseOf } from './because.ts';
import { type Deliveries, deliveries } from './deliveries.ts';
import type { Kernel } from './kernel.ts';

/** At least once each: a process uses a single-use value that is free again after `DELETION_LEASE`. */
export function deletionsOf(
  kernel: Kernel,
  afterDeletion: AfterDeletion,
  tenants: { has(tenant: TenantId): boolean },
): Deliveries {
  return deliveries(kernel, {
    isOwn: isForHost,
    async deliver(event, readAt) {
      const isOld = (): boolean => kernel.now() - readAt > DELETIONS_FRESH;
      if (isOld()) return 'again';
      const { id, tenant, accountId, at, recipients } = event;
      try {
        if (!tenants.has(tenant) || !(await isAlone(kernel, event)) || isOld()) return 'later';
        await afterDeletion({ id, tenant, accountId, externalId: recipients.externalId, at });
        await kernel.store.markNotified(tenant, [id]);
        return 'delivered';
      } catch (fault) {
        // The host was given no secret, so the message of its fault has none.
        const because = becauseOf(fault);
        const line = 'the host could not be told of a deletion and will be told later';
        kernel.logger.error(line, { tenant, accountId, because });
        return 'later';
      }
    },
    waits: DELETION_WAITS,
    ifUnread: 'the host could not be told of deletions and will be told later',
  });
}

async function isAlone(kernel: Kernel, { tenant, id }: AnnouncedDeletion): Promise<boolean> {
  const now = kernel.now();
  const uses = [{ key: `deletion:${id}`, expiresAt: instant(now + DELETION_LEASE) }];
  const { outcome } = await kernel.commit({ tenant, now, guards: {}, uses, events: [] });
  return outcome === 'committed';
}
