import type { EventRecord } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import type { ShadowEventType, ShadowFound } from '../kernel/shadow-notes.ts';
import { event } from './events.ts';

const MOST_REASONS = 5;

/** `since` names the shadow. */
export function shadowEvent(
  kernel: Kernel,
  { tenant, accountId, draft: { since }, occasion, difference }: ShadowFound,
  type: ShadowEventType,
): EventRecord {
  const because = difference.because
    .slice(0, MOST_REASONS)
    .map(({ code, params, source }) => ({ code, params, source }));
  return event(kernel, tenant, kernel.now(), type, {
    accountId,
    actor: 'system',
    detail: { since, occasion, because },
  });
}
