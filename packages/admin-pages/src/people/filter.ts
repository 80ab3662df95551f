import type { AccountFilter } from '@sallyport/browser';
import { here } from '@sallyport/pages/parts';

export type Filter = Omit<AccountFilter, 'sort'> & { readonly sort: NonNullable<AccountFilter['sort']> };

const FIRST_SORT = '-lastSignInAt';

export const states = [
  'all',
  'meets',
  'mustEnroll',
  'noWayIn',
  'locked',
  'blocked',
  'invitationOpen',
  'invitationOver',
] as const;
export const sorts = ['-lastSignInAt', 'identifier', '-createdAt'] as const;
export const risks = [
  'administrator-without-strong-factor',
  'one-passkey-only',
  'no-backup-codes',
  'attacked',
  'disowned',
  'one-policy-administrator',
  'dormant',
  'never-signed-in',
  'policy-finding',
] as const;

export function filterOf(search: string): Filter {
  const query = new URLSearchParams(search);
  return {
    query: query.get('query') || undefined,
    state: states.find((state) => state === query.get('state')),
    role: query.get('role') ?? undefined,
    factor: query.get('factor') || undefined,
    strongest: query.get('strongest') || undefined,
    risk: risks.find((risk) => risk === query.get('risk')),
    sort: sorts.find((sort) => sort === query.get('sort')) ?? FIRST_SORT,
    cursor: query.get('cursor') || undefined,
  };
}

export function addressOf(filter: Filter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined || (name === 'sort' && value === FIRST_SORT) || (name === 'state' && value === 'all'))
      continue;
    query.set(name, value);
  }
  return here(`/admin/people${query.size === 0 ? '' : `?${query}`}`);
}

/** Every page, in every order, has the same name. */
export function listOf({ cursor: _, ...filter }: Filter): string {
  return addressOf({ ...filter, sort: FIRST_SORT });
}

export function isEverybody(filter: Filter): boolean {
  return (filter.state ?? 'all') === 'all' && isByStateAlone(filter);
}

export function isByStateAlone({ query, role, factor, strongest, risk }: Filter): boolean {
  return [query, role, factor, strongest, risk].every((one) => one === undefined);
}
