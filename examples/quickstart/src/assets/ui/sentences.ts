import { type InputError, isProblem, PasskeyProblem, type SallyportProblem } from '@sallyport/browser';
import { isVaultError } from '@sallyport/vault/passkey';
import { PageRefusal } from './page-refusal.ts';
import { PasskeyNotMade } from './passkey-not-made.ts';
import { sentenceFor, words } from './words.ts';

/** What happened, in words for the person at the page: by its code, whatever language the server speaks. */
export function sentenceOf(thrown: unknown): string {
  const says = words.problems;
  if (thrown instanceof PageRefusal) return thrown.message;
  if (thrown instanceof PasskeyNotMade) return says.newPasskey[thrown.code];
  if (thrown instanceof PasskeyProblem) return says.passkey[thrown.code];
  if (isVaultError(thrown)) return sentenceFor(says.vault, thrown.code) ?? says.vaultOther;
  if (!isProblem(thrown)) return says.page;
  if (isUnknownPasskey(thrown)) return says.unknownPasskey;
  return sentenceFor(says.byCode, codeOf(thrown)) ?? says.other(thrown.code);
}

/** A passkey was shown that the server does not know (any more). */
export function isUnknownPasskey(thrown: unknown): boolean {
  return isProblem(thrown) && thrown.members['passkey'] === 'unknown';
}

/** Nobody could sign in any more: said of a change (409), it is another matter than said of a sign-in (403). */
function codeOf({ code, status }: SallyportProblem): string {
  return code === 'no-way-in' && status === 409 ? 'no-way-in-left' : code;
}

/** What is wrong with a field; by its label, where the fault has no words of its own. */
export function faultSentence(error: InputError, label: string): string {
  return codedFault(error) ?? words.problems.field(label);
}

/** What is wrong, where the fault has words of its own: these need no field. */
export function codedFault({ code = '', limit = 0 }: InputError): string | undefined {
  const fault = sentenceFor<string | ((limit: number) => string)>(words.problems.fields, code);
  return typeof fault === 'function' ? fault(limit) : fault;
}

/** A span of time to wait: `14:59`, or `8 seconds`. */
export function waitFor(seconds: number): string {
  if (seconds < 60) return words.common.seconds(seconds);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
