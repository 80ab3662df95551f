import type { Words } from '../../words/words.ts';
import { parameterChoices } from './served.ts';
import { sentenceFor, words } from './words.ts';

/** How the pages speak of a code that the host delivers in its own way. */
export type CodeWords = Words['steps']['codes']['sms-code'] & {
  /** The type of the field for the address, and of its autofill. */
  readonly addressType: string;
};

const addressTypes: Readonly<Record<keyof Words['steps']['codes'], string>> = { 'sms-code': 'tel' };

/** The words for a delivered code of this app; `undefined` for every other method. */
export function codeWords(method: string): CodeWords | undefined {
  const says = sentenceFor(words.steps.codes, method);
  return says && { ...says, addressType: sentenceFor(addressTypes, method) ?? 'text' };
}

/** The delivered codes that this server takes, and the pages have words for. */
export async function deliveredCodes(): Promise<readonly string[]> {
  const methods = await parameterChoices('/enroll/{code}', 'code');
  return methods.filter((method) => codeWords(method) !== undefined);
}
