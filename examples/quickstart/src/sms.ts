/** What people call the codes that go to their phone. */
export const SMS_LABEL = 'SMS';

/**
 * A telephone number in E.164, `+491701234567`, of what a person types: spaces, dashes and parentheses are dropped.
 *
 * @returns `undefined` for what is no number with its country code
 */
export function phoneNumber(typed: string): string | undefined {
  const number = typed.replace(/[\s\p{Pd}()]/gu, '');
  return /^\+[1-9]\d{7,14}$/.test(number) ? number : undefined;
}
