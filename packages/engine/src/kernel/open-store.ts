import { isStoreUnavailable, StoreUnavailable, type TenantId } from '@sallyport/store';
import type { Logger } from '../contract/host.ts';
import { HEALTHY_WITHIN, OPENING_WAITS } from '../contract/lifetimes.ts';
import { within } from './host-call.ts';
import type { Kernel } from './kernel.ts';
import { pause, type Timer } from './timer.ts';

/** @throws StoreUnavailable if the store does not answer within `limit` milliseconds */
export async function openPatiently(
  { timer, logger, limit }: { readonly timer: Timer; readonly logger: Logger; readonly limit: number },
  open: () => Promise<void>,
): Promise<void> {
  let last = new StoreUnavailable({ operation: 'open' });
  let isOver = false;

  async function untilOpen(): Promise<void> {
    for (let wait: number = OPENING_WAITS.first; !isOver; wait = Math.min(OPENING_WAITS.last, wait * 2)) {
      try {
        await open();
        return;
      } catch (fault) {
        if (!isStoreUnavailable(fault)) throw fault;
        last = fault;
      }
      logger.warn(`waiting for the store, for ${limit / 1000} s at most: ${last.message}`, { because: causeOf(last) });
      await pause(timer, wait);
    }
  }

  try {
    await within(timer, limit, untilOpen(), () => last);
  } catch (fault) {
    if (isStoreUnavailable(fault)) logger.error(`the store could not be opened within ${limit / 1000} s`);
    throw fault;
  } finally {
    isOver = true;
  }
}

export async function isAnswering(
  { store, timer }: Pick<Kernel, 'store' | 'timer'>,
  tenant: TenantId,
): Promise<boolean> {
  const late = (): Error => new StoreUnavailable({ operation: 'readPolicy' });
  try {
    await within(timer, HEALTHY_WITHIN, store.readPolicy(tenant), late);
    return true;
  } catch {
    return false;
  }
}

function causeOf({ cause }: StoreUnavailable): string | undefined {
  return cause instanceof Error ? cause.message : undefined;
}
