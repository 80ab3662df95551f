import { parameterChoices } from './served.ts';
import type { PartsWords } from './words/en/index.ts';
import { sentenceFor, words } from './words.ts';

/** The words for a code that the host delivers. */
export type CodeWords = PartsWords['steps']['codes']['sms-code'] & {
  /** The input type and autofill name of the address field. */
  readonly addressType: string;
};

const addressTypes: Readonly<Record<keyof PartsWords['steps']['codes'], string>> = { 'sms-code': 'tel' };

/** The words for a delivered code. Returns `undefined` for any other method. */
export function codeWords(method: string): CodeWords | undefined {
  const says = sentenceFor(words.steps.codes, method);
  return says && { ...says, addressType: sentenceFor(addressTypes, method) ?? 'text' };
}

/** The delivered codes of this server that the pages have words for. */
export async function deliveredCodes(): Promise<readonly string[]> {
  const methods = await parameterChoices('/enroll/{code}', 'code');
  return methods.filter((method) => codeWords(method) !== undefined);
}
