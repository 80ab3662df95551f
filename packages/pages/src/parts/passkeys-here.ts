/** Whether this browser supports passkeys. The pages offer passkeys only to such browsers. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined';
}

/** Whether this device can create a passkey by itself: by fingerprint, face or PIN. Otherwise a passkey needs a security key or a telephone. */
export async function createsPasskeys(): Promise<boolean> {
  return hasPasskeys() && (await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable());
}
