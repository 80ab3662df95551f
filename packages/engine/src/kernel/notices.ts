import { NOTICE_WAITS } from '../contract/lifetimes.ts';
import { isForHost } from './announced-deletion.ts';
import { codeOf } from './because.ts';
import { type Delivered, type Deliveries, deliveries, type Waiting } from './deliveries.ts';
import type { Kernel } from './kernel.ts';
import { disownLink } from './secrets/disown-link.ts';

export function noticesOf(kernel: Kernel): Deliveries {
  return deliveries(kernel, {
    isOwn: (event): event is Waiting => event.recipients !== undefined && !isForHost(event),
    deliver: (event) => sendNotice(kernel, event),
    waits: NOTICE_WAITS,
    ifUnread: 'owners could not be told and will be told later',
  });
}

async function sendNotice(
  { notifyOwner, store, logger, ring }: Kernel,
  { recipients: { addresses, identifiers, isLost, newIdentifier }, ...event }: Waiting,
): Promise<Delivered> {
  try {
    if (notifyOwner !== undefined) {
      const token = isLost ? undefined : disownLink(ring, event, addresses[0]);
      const further = { ...(newIdentifier !== undefined && { newIdentifier }), ...(token !== undefined && { token }) };
      await notifyOwner({ event, addresses, identifiers, ...further });
    }
    await store.markNotified(event.tenant, [event.id]);
    return 'delivered';
  } catch (fault) {
    const because = codeOf(fault);
    logger.warn('an owner could not be told and will be told later', { event: event.id, because });
    return 'later';
  }
}
