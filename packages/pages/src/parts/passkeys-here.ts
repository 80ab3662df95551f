export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined';
}

/** By fingerprint, face or PIN. Otherwise a passkey needs a security key or a telephone. */
export async function createsPasskeys(): Promise<boolean> {
  return hasPasskeys() && (await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable());
}
