import type { AcceptedMethod, Reason } from '@sallyport/browser';
import { codeWords } from './delivered-codes.ts';
import { hasPasskeys, needsOtherBrowser } from './passkeys-here.ts';

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

export function preferredFirst(
  accept: readonly AcceptedMethod[],
  because: readonly Reason[],
): readonly AcceptedMethod[] {
  const place = needsOtherBrowser(because) ? -1 : order.length;
  return accept.toSorted((one, other) => rank(one, place) - rank(other, place));
}

function rank({ method }: AcceptedMethod, ofPasskeyElsewhere: number): number {
  if (method === 'passkey' && !hasPasskeys()) return ofPasskeyElsewhere;
  const place = order.indexOf(codeWords(method) === undefined ? method : 'email-code');
  return place < 0 ? order.length : place;
}
