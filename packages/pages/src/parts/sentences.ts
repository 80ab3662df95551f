import { type InputError, isProblem, PasskeyProblem, type Reason, type SallyportProblem } from '@sallyport/browser';
import { isVaultError } from '@sallyport/vault/passkey';
import { PageRefusal } from './page-refusal.ts';
import { PasskeyNotMade } from './passkey-not-made.ts';
import { isSetUpRefused, needsAdministrator, proofsBeforeSetUp, reasonsIn, refusalOfPlace } from './reasons.ts';
import { sentenceFor, words } from './words.ts';

/** An error in words for the person, by its code, independent of the server's language. */
export function sentenceOf(thrown: unknown): string {
  const says = words.problems;
  if (thrown instanceof PageRefusal) return thrown.message;
  if (thrown instanceof PasskeyNotMade) return says.newPasskey[thrown.code];
  if (thrown instanceof PasskeyProblem) return says.passkey[thrown.code];
  if (isVaultError(thrown)) return sentenceFor(says.vault, thrown.code) ?? says.vaultOther;
  if (!isProblem(thrown)) return says.page;
  if (isUnknownPasskey(thrown)) return says.unknownPasskey;
  const { most, directory } = thrown.members;
  if (directory !== undefined) return atDirectory(directory);
  if (thrown.code === 'session-limit' && typeof most === 'number') return says.sessionLimit(most);
  const closed = isSetUpRefused(thrown) ? closedSetUpSentence(reasonsIn(thrown)) : undefined;
  return closed ?? sentenceFor(says.byCode, codeOf(thrown)) ?? says.other(thrown.code);
}

function atDirectory(reason: unknown): string {
  const { change, hours, other } = words.problems.atDirectory;
  if (reason === 'must-change' || reason === 'expired') return change;
  return reason === 'hours' ? hours : other;
}

export function closedSetUpSentence(because: readonly Reason[]): string | undefined {
  const says = words.problems;
  const ofPlace = refusalOfPlace(because);
  if (ofPlace !== undefined) return ofPlace;
  const proofs = proofsBeforeSetUp(because);
  if (proofs !== undefined) return says.noStepUp(proofs);
  if (!needsAdministrator(because)) return undefined;
  const { mailbox, other, help } = says.noStepUpAlone;
  return `${because.some(({ code }) => code === 'same-mailbox') ? mailbox : other} ${help}`;
}

export function isUnknownPasskey(thrown: unknown): boolean {
  return isProblem(thrown) && thrown.members['passkey'] === 'unknown';
}

/** `no-way-in` has different words for a change (409) and for a sign-in (403). */
function codeOf({ code, status }: SallyportProblem): string {
  return code === 'no-way-in' && status === 409 ? 'no-way-in-left' : code;
}

/** If the error has no words of its own, the sentence names the label. */
export function faultSentence(error: InputError, label: string): string {
  return codedFault(error) ?? words.problems.field(label);
}

export function codedFault({ code = '', limit = 0 }: InputError): string | undefined {
  const fault = sentenceFor<string | ((limit: number) => string)>(words.problems.fields, code);
  return typeof fault === 'function' ? fault(limit) : fault;
}

export function waitFor(seconds: number): string {
  if (seconds < 60) return words.times.seconds(seconds);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const two = (value: number): string => String(value).padStart(2, '0');
  const { times } = words;
  const rest = two(seconds % 60);
  return hours > 0 ? times.hours(`${hours}:${two(minutes)}:${rest}`) : times.minutes(`${minutes}:${rest}`);
}
