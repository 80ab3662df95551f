import { isByHostCode, nameOfHostCode } from '@sallyport/core';
import type { AccountId, AccountKey, AccountRecord, TenantId } from '@sallyport/store';
import { CheckedSession } from '../acts/checked-session.ts';
import type { AccountRef, ActedBy, InputFault, Refusal } from '../contract/index.ts';
import { isKeepable } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { normaliseIdentifier } from '../state/identifier.ts';
import { load } from '../state/load.ts';
import { tenantOf } from '../state/tenant-id.ts';

export interface Named {
  readonly tenant: TenantId;
  readonly id: AccountId;
  readonly account?: AccountRecord;
}

interface Malformed extends Refusal<'malformed-input'> {
  readonly errors: readonly [InputFault];
}

export async function namedAccount(
  kernel: Kernel,
  who: AccountRef,
  by?: ActedBy['by'],
): Promise<Named | undefined | Malformed> {
  if (typeof who !== 'object' || who === null)
    return malformed('', 'names no account: write `{ externalId }`, `{ accountId }` or `{ identifier }`');
  const tenant = tenantNamed(kernel, who.tenant, by);
  const [path, value] = namedBy(who);
  if (typeof value !== 'string') return noText(path);
  if (!isKeepable(value)) return undefined;
  if (path === 'accountId') return { tenant, id: accountId(value) };
  const key: AccountKey =
    path === 'externalId' ? { kind: 'host-key', value } : { kind: 'identifier', value: normaliseIdentifier(value) };
  const { account } = await load(kernel, { tenant, account: key });
  return account && { tenant, id: account.id, account };
}

export function tenantNamed(kernel: Kernel, name: string | undefined, by: ActedBy['by'] | undefined): TenantId {
  const own = by === undefined || isByHostCode(by) ? undefined : by.tenant;
  return name === undefined && own !== undefined ? own : tenantOf(kernel, name);
}

function namedBy(who: AccountRef): readonly ['externalId' | 'accountId' | 'identifier', unknown] {
  if ('externalId' in who) return ['externalId', who.externalId];
  if ('accountId' in who) return ['accountId', who.accountId];
  return ['identifier', who.identifier];
}

export function refToText(who: string | AccountRef): AccountRef {
  return typeof who === 'string' ? { externalId: who } : who;
}

export function malformedText(path: 'by' | 'externalId', text: unknown): Malformed | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') return noText(path);
  const most = path === 'by' ? 200 : 255;
  if (text !== '' && [...text].length <= most && isKeepable(text)) return undefined;
  return malformed(path, `has 1 to ${most} characters, and no control characters`);
}

/** A missing author never counts as host code, which may make every act. */
export function malformedAuthor(input: { readonly by?: unknown }): Malformed | undefined {
  const { by }: { readonly by?: unknown } = Object(input);
  if (CheckedSession.isOne(by)) return undefined;
  if (isByHostCode(by)) return malformedHostCode(by);
  const is = by === undefined ? 'is missing' : 'is no author';
  return malformed('by', `${is}: give the session of an administrator, or \`hostCode(name)\``);
}

export function malformedHostCode(by: unknown): Malformed | undefined {
  return isByHostCode(by)
    ? malformedText('by', nameOfHostCode(by) ?? '')
    : malformed('by', 'is no host code: write `hostCode(name)`');
}

function noText(path: string): Malformed {
  return malformed(path, 'is no text: a number is written as `String(id)`');
}

function malformed(path: string, message: string): Malformed {
  return { refused: 'malformed-input', errors: [{ path, message }] };
}

export function accountId(text: string): AccountId {
  return text as AccountId;
}
