import { SMS_LABEL } from '../../sms.ts';
import { parameterChoices } from './served.ts';

/** How the pages speak of a code that the host delivers in its own way. */
export interface CodeWords {
  /** As in “SMS is set up”. */
  readonly label: string;
  readonly use: string;
  readonly title: string;
  readonly choose: string;
  readonly about: string;
  readonly addressLabel: string;
  readonly addressHint: string;
  readonly addressType: string;
}

const words: Readonly<Record<string, CodeWords>> = {
  'sms-code': {
    label: SMS_LABEL,
    use: 'Get a code by SMS',
    title: 'Check your phone',
    choose: 'Get codes by SMS',
    about: 'A code to your phone. Less safe than the others: whoever takes over the number gets the codes.',
    addressLabel: 'Mobile number',
    addressHint: 'With the country code, such as +49 170 1234567.',
    addressType: 'tel',
  },
};

/** The words for a delivered code of this app; `undefined` for every other method. */
export function codeWords(method: string): CodeWords | undefined {
  return Object.hasOwn(words, method) ? words[method] : undefined;
}

/** The delivered codes that this server takes, and the pages have words for. */
export async function deliveredCodes(): Promise<readonly string[]> {
  const methods = await parameterChoices('/enroll/{code}', 'code');
  return methods.filter((method) => codeWords(method) !== undefined);
}
