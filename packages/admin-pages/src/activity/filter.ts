import type { EventFilter } from '@sallyport/browser';
import { CODE_TYPES } from '@sallyport/core/log';
import { here } from '@sallyport/pages/parts';
import { isAccount } from './events.ts';
import { KINDS, type Kind, kindOf, typesOf } from './kinds.ts';
import { words } from './words.ts';

export interface ActivityFilter {
  readonly account?: string | undefined;
  readonly actor?: string | undefined;
  readonly kinds: readonly Kind[];
  /** In place of the kinds. Empty: the kinds count. */
  readonly types: readonly string[];
  readonly from?: number | undefined;
  /** Milliseconds, exclusive. */
  readonly until?: number | undefined;
}

/** The export puts an apostrophe before an id that a spreadsheet would read as a formula. */
export function personIn(typed: string): string {
  return typed.trim().replace(/^'(?=[-=+@])/, '');
}

export function filterIn(search: string): ActivityFilter {
  const query = new URLSearchParams(search);
  const asked = query.getAll('kind');
  return {
    account: query.get('account') ?? undefined,
    actor: query.get('actor') ?? undefined,
    kinds: KINDS.filter((kind) => asked.includes(kind)),
    types: query.getAll('type').filter((type) => Object.hasOwn(words.events, type)),
    from: instantIn(query.get('from')),
    until: instantIn(query.get('until')),
  };
}

export function addressOf({ account, actor, kinds, types, from, until }: ActivityFilter): string {
  const query = new URLSearchParams();
  if (account !== undefined) query.set('account', account);
  if (actor !== undefined) query.set('actor', actor);
  for (const kind of kinds) query.append('kind', kind);
  for (const type of types) query.append('type', type);
  if (from !== undefined) query.set('from', new Date(from).toISOString());
  if (until !== undefined) query.set('until', new Date(until).toISOString());
  return here(`/admin/activity${query.size === 0 ? '' : `?${query}`}`);
}

export function withType({ types }: ActivityFilter, type: string): Pick<ActivityFilter, 'kinds' | 'types'> {
  return { kinds: [], types: [...new Set([...types, type])] };
}

/** The type of a given code stands for every act that gives a code. */
export function queryOf({ account, actor, kinds, types, from, until }: ActivityFilter): EventFilter {
  const asked = typesAsked({ types, kinds });
  return {
    ...(account === undefined ? {} : { account }),
    ...(actor === undefined ? {} : { actor }),
    ...(asked.length === 0 ? {} : { type: asked }),
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(until === undefined ? {} : { to: new Date(until).toISOString() }),
  };
}

function typesAsked({ types, kinds }: Pick<ActivityFilter, 'types' | 'kinds'>): readonly string[] {
  const named = types.flatMap((type) => (type === 'enrollment.vouched' ? CODE_TYPES : type));
  return types.length > 0 ? [...new Set(named)] : typesOf(kinds);
}

/** The server counts failures at an unknown name or passkey, but writes no event. */
export function listsFailures(filter: ActivityFilter): boolean {
  const { account, actor } = filter;
  return account === undefined && actor === undefined && typesAsked(filter).includes('sign-in.failed');
}

/**
 * The filter for the own sign-ins of an author. The log has the sign-ins of a person under the account, and no author. Returns `undefined` if the
 * filter does not ask for sign-ins by one person.
 */
export function ownSignInsOf(filter: ActivityFilter): ActivityFilter | undefined {
  const { account, actor, ...others } = filter;
  if (actor === undefined || account !== undefined || !isAccount(actor)) return undefined;
  const isOfSigningIn = typesAsked(filter).some((type) => kindOf(type) === 'signing-in');
  return isOfSigningIn ? { ...others, account: actor } : undefined;
}

export function isFiltered({ account, actor, kinds, types, from, until }: ActivityFilter): boolean {
  return [account, actor, from, until].some((value) => value !== undefined) || kinds.length + types.length > 0;
}

function instantIn(text: string | null): number | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : at;
}
