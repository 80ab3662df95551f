import type { AcceptedMethod, OfferedMethod, Reason } from '@sallyport/browser';

export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined';
}

/** By fingerprint, face or PIN. Otherwise a passkey needs a security key or a telephone. */
export async function createsPasskeys(): Promise<boolean> {
  return hasPasskeys() && (await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable());
}

/** The factors of an offer that this browser can set up, or the whole offer if there is none. */
export function offeredHere(offer: readonly OfferedMethod[]): readonly OfferedMethod[] {
  const here = hasPasskeys() ? offer : offer.filter(({ method }) => method !== 'passkey');
  return here.length === 0 ? offer : here;
}

/** Returns whether a passkey that this browser cannot use is accepted beside other ways. */
export function isPasskeyElsewhere(ways: readonly AcceptedMethod[]): boolean {
  return !hasPasskeys() && ways.some(({ method }) => method === 'passkey');
}

/** Returns whether only a passkey leads on, and this browser has none. */
export function needsOtherBrowser(because: readonly Reason[]): boolean {
  const isAlone = ({ satisfiedBy = [] }: Reason): boolean =>
    satisfiedBy.length > 0 && satisfiedBy.every((methods) => methods.includes('passkey'));
  return !hasPasskeys() && because.some(isAlone);
}
