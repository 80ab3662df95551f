/** Whether this browser knows passkeys at all: else nothing offers one. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined';
}
