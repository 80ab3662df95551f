/** Whether this browser supports passkeys. The pages offer passkeys only to such browsers. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined';
}
