import type { AcceptedMethod } from '@sallyport/browser';
import { codeWords } from './delivered-codes.ts';
import { hasPasskeys } from './passkeys-here.ts';

const order: readonly AcceptedMethod['method'][] = [
  'password',
  'ldap',
  'passkey',
  'totp',
  'email-code',
  'sso',
  'backup-code',
  'enrollment-code',
];

export function preferredFirst(accept: readonly AcceptedMethod[]): readonly AcceptedMethod[] {
  return accept.toSorted((one, other) => rank(one) - rank(other));
}

function rank({ method }: AcceptedMethod): number {
  if (method === 'passkey' && !hasPasskeys()) return order.length;
  const place = order.indexOf(codeWords(method) === undefined ? method : 'email-code');
  return place < 0 ? order.length : place;
}
