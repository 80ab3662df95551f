import type { StrengthName } from '@sallyport/core';

export const CLASSES = {
  password: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
  mfa: 'https://refeds.org/profile/mfa',
} as const;

/** The demand of a request: any sign-in that the policy grants, more than one factor, or a context that this provider never asserts. */
export type DemandedContext = 'any' | 'mfa' | 'impossible';

/** The context class of a session with this strength. */
export function contextClassOf(strength: StrengthName): string {
  return strength === 'enhanced' || strength === 'phishing-resistant' ? CLASSES.mfa : CLASSES.password;
}

/** The demand of the classes in a request (SAML Core §3.3.2.2.1). */
export function demandedBy(classes: readonly string[], comparison: string): DemandedContext {
  const [password, mfa] = [classes.includes(CLASSES.password), classes.includes(CLASSES.mfa)];
  switch (comparison) {
    case 'exact':
    case 'minimum':
      return password ? 'any' : mfa ? 'mfa' : 'impossible';
    case 'better':
      return password && !mfa ? 'mfa' : 'impossible';
    case 'maximum':
      return password || mfa ? 'any' : 'impossible';
    default:
      return 'impossible';
  }
}
