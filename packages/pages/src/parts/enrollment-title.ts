import { codeWords } from './delivered-codes.ts';
import { words } from './words.ts';

export function enrollmentTitle(offer: readonly { readonly method: string }[]): string {
  const methods = offer.map(({ method }) => method);
  const [only] = methods;
  if (only !== undefined && methods.length === 1) return alone(only);
  const isAll = methods.every((method) => method === 'passkey' || method === 'totp');
  return isAll ? words.enrollment.passkeyOrApp : words.enrollment.secondStep;
}

function alone(method: string): string {
  if (method === 'passkey') return words.enrollment.passkey;
  return method === 'totp' ? words.enrollment.totp : (codeWords(method)?.choose ?? words.enrollment.secondStep);
}
