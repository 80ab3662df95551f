import type { InputError } from './contract.ts';
import type { PasskeyProblem } from './passkey-problem.ts';
import type { SallyportProblem } from './problem.ts';

const SENTENCES: Readonly<Record<string, string>> = {
  'invalid-credentials': 'This is not right. Check what you typed, and try again.',
  'passkey-cancelled': 'The passkey prompt was closed or timed out, or this device has no matching passkey.',
  'passkey-superseded': 'Another passkey prompt replaced this prompt.',
  'passkey-already-registered': 'This device has a passkey of this account already.',
  'passkey-unsupported': 'This browser or this device cannot use this passkey.',
  'passkey-failed': 'The passkey did not work. Try again.',
};

/**
 * The English words that a page shows to a person. For `malformed-input`, the words of `errors`: for a short password, `Use at least 15 characters.`
 * A page in another language chooses its words by `code`, and by the `code` and `limit` of each of `errors`.
 *
 * @example
 * ```ts
 * import { createSallyportClient, isProblem, wordsFor } from '@sallyport/browser';
 *
 * try {
 *   await createSallyportClient().account.changePassword({ current: 'correct horse', next: 'battery' });
 * } catch (problem) {
 *   if (!isProblem(problem)) throw problem;
 *   console.log(wordsFor(problem));
 * }
 * ```
 */
export function wordsFor(problem: SallyportProblem | PasskeyProblem): string {
  const errors = 'errors' in problem ? (problem.errors ?? []) : [];
  if (errors.length > 0) return errors.map(sentenceOf).join(' ');
  return SENTENCES[problem.code] ?? problem.message;
}

/** An error with a code is a sentence. Any other error is a predicate, whose subject is the member. */
function sentenceOf({ path, message, code }: InputError): string {
  return code === undefined ? `${path} ${message}.`.trimStart() : message;
}

const RETURNS: ReadonlyMap<string, string> = new Map([
  ['sign-in-cancelled', 'You cancelled the sign-in at the provider. Try again, or use another way.'],
  ['provider-unavailable', 'The provider does not answer. Try again in a moment, or use another way.'],
  [
    'provider-did-not-ask',
    'The provider did not ask you, and named the person who signed in there before. Sign out there, and try again.',
  ],
  ['flow-expired', 'This sign-in took too long. Try again.'],
  ['account-blocked', 'This account is blocked. Ask an administrator.'],
  ['no-way-in', 'What you have set up is not enough. Ask an administrator for a code.'],
  ['session-limit', 'You are signed in in as many places as allowed. Sign out somewhere first.'],
]);

/**
 * The English words for `?problem=CODE`, with which the sign-in page is opened after a failure at a provider. Anyone can write an address with a code: an
 * unknown code has general words, and the text of the code is never returned.
 *
 * @example
 * ```ts
 * import { wordsForReturn } from '@sallyport/browser';
 *
 * const code = new URLSearchParams(location.search).get('problem');
 * if (code !== null) console.log(wordsForReturn(code));
 * ```
 */
export function wordsForReturn(code: string): string {
  return RETURNS.get(code) ?? 'This sign-in cannot be used here. Try again, or use another way.';
}
