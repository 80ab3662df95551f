import { codeWords } from './parts/delivered-codes.ts';
import { words } from './words.ts';

export function setUpDone(method: string): string {
  const { passkeys, factors, codes } = words.account;
  if (method === 'passkey') return passkeys.created;
  return method === 'totp' ? factors.totpDone : codes.done(codeWords(method)?.label ?? method);
}
