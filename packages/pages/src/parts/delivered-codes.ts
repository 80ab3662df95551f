import { parameterChoices } from './served.ts';
import type { PartsWords } from './words/en/index.ts';
import { sentenceFor, words } from './words.ts';

export type CodeWords = PartsWords['steps']['codes']['sms-code'] & {
  readonly addressType: string;
};

const addressTypes: Readonly<Record<keyof PartsWords['steps']['codes'], string>> = { 'sms-code': 'tel' };

export function codeWords(method: string): CodeWords | undefined {
  const says = sentenceFor(words.steps.codes, method);
  return says && { ...says, addressType: sentenceFor(addressTypes, method) ?? 'text' };
}

export async function deliveredCodes(): Promise<readonly string[]> {
  const methods = await parameterChoices('/enroll/{code}', 'code');
  return methods.filter((method) => codeWords(method) !== undefined);
}
