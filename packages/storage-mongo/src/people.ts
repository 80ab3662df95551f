import { instant } from '@sallyport/core';
import type { Listed, ListedPerson, PeopleAsked, TenantId } from '@sallyport/store';
import { pageOf } from '@sallyport/store';
import { accountFilter } from './accounts.ts';
import type { Call } from './call.ts';
import { accountOf } from './documents/account.ts';
import { readLimit } from './page.ts';
import { signInPlace, sortable } from './place.ts';
import { dateOf, type Stored } from './stored.ts';

/** Accounts in the order of their ids, with their last sign-ins and live sessions. The sign-ins and sessions of the page take one more read. */
export async function listPeople(call: Call, tenant: TenantId, asked: PeopleAsked): Promise<Listed<ListedPerson>> {
  const { documents, limits } = call;
  const options = { ...limits, sort: { part: 1 }, limit: readLimit(asked) } as const;
  const found = await documents.find(accountFilter(tenant, asked), options).toArray();
  const accounts = found.flatMap((stored) => accountOf(stored) ?? []);
  const { items, next } = pageOf(accounts, asked.limit, ({ id }) => id);
  const ids = items.map(({ id }) => sortable(id));
  const [signIns, sessions] = await Promise.all([
    documents
      .find({ _id: { $in: items.map(({ id }) => signInPlace(tenant, id)._id) }, at: { $gt: 0 } }, limits)
      .toArray(),
    liveSessions(call, tenant, ids, asked),
  ]);
  const at = new Map(signIns.map((stored) => [stored.part, stored.at ?? 0]));
  const people = items.map((account): ListedPerson => {
    const lastSignInAt = at.get(sortable(account.id));
    return {
      account,
      ...(lastSignInAt !== undefined && { lastSignInAt: instant(lastSignInAt) }),
      sessions: sessions.filter(({ of, epoch }) => of === sortable(account.id) && epoch === account.epoch).length,
    };
  });
  return { items: people, ...(next !== undefined && { next }) };
}

/** The owners and epochs of the live sessions of these accounts. */
async function liveSessions(
  { documents, limits }: Call,
  tenant: TenantId,
  ids: readonly string[],
  { now }: PeopleAsked,
): Promise<readonly { readonly of: string; readonly epoch: number }[]> {
  const live = {
    tenant: sortable(tenant),
    kind: 'session',
    of: { $in: [...ids] },
    ends: { $gt: dateOf(now) },
  } as const;
  const projection = { of: 1, 'record.epoch': 1 };
  const found = await documents.find<Pick<Stored, 'of' | 'record'>>(live, { ...limits, projection }).toArray();
  return found.map(({ of = '', record }) => ({ of, epoch: Number(record?.['epoch']) }));
}
