/** The label of the codes by SMS. */
export const SMS_LABEL = 'SMS';

/**
 * Normalizes a typed telephone number to E.164, `+491701234567`: removes spaces, dashes and parentheses.
 *
 * @returns `undefined` for a text that is not a number with a country code
 */
export function phoneNumber(typed: string): string | undefined {
  const number = typed.replace(/[\s\p{Pd}()]/gu, '');
  return /^\+[1-9]\d{7,14}$/.test(number) ? number : undefined;
}
