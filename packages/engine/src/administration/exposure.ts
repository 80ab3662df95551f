import { instant } from '@sallyport/core';
import type { AccountRecord, ExposureItem } from '@sallyport/store';
import type { ListExposure } from '../contract/host.ts';
import { HostSilent } from '../kernel/host-call.ts';
import { keptText } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** A block and the exposure are one record. */
const [MOST_ITEMS, LONGEST] = [500, 256];

/** ECMA-262 §21.4.1.1: a later date has no name. */
const LAST_DATE = 8.64e15;

export async function askExposure(
  kernel: Pick<Kernel, 'exposure' | 'logger'>,
  account: AccountRecord,
): Promise<readonly ExposureItem[] | undefined> {
  if (kernel.exposure === undefined) return undefined;
  try {
    const told: unknown = await kernel.exposure(account.id, account.tenant, account.externalId);
    return exposureItems(told);
  } catch {
    kernel.logger.error('the host could not say what an account has access to', { accountId: account.id });
    return undefined;
  }
}

/** People choose the names and the number of their resources, and must not prevent their own block by these. */
function exposureItems(told: unknown): readonly ExposureItem[] {
  if (!Array.isArray(told)) throw new TypeError('exposure answered no list');
  const items = told.slice(0, told.length > MOST_ITEMS ? MOST_ITEMS - 1 : MOST_ITEMS).map(itemOf);
  const left = told.length - items.length;
  return left === 0 ? items : [...items, { id: '…', label: `… (+${left})`, access: '…' }];
}

function itemOf(item: unknown): ExposureItem {
  const { id, label, access, lastUsedAt }: { readonly [name in keyof ExposureItem]?: unknown } = Object(item);
  const isText = typeof id === 'string' && typeof label === 'string' && typeof access === 'string';
  const isDated = isDate(lastUsedAt);
  if (!isText || !(isDated || lastUsedAt === undefined)) throw new TypeError('exposure answered what is no item');
  return {
    id: keptText(id, LONGEST),
    label: keptText(label, LONGEST),
    access: keptText(access, LONGEST),
    ...(isDated ? { lastUsedAt: instant(lastUsedAt) } : {}),
  };
}

function isDate(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= LAST_DATE;
}

/** Each silence takes the whole time limit of the call. */
export function askedUntilSilent(exposure: ListExposure, mostSilences: number): ListExposure {
  let silences = 0;
  return async (...asked) => {
    if (silences >= mostSilences) throw new Error('the host was silent too often');
    try {
      return await exposure(...asked);
    } catch (fault) {
      if (fault instanceof HostSilent) silences += 1;
      throw fault;
    }
  };
}
