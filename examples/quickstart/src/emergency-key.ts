/**
 * The public key of the demo's emergency-access account (HPKE, P-256). The private key is in `emergency-key.json`, beside this package's
 * manifest, so that everyone can try the drill. Make and keep a real key on a machine without access to the server.
 */
export const EMERGENCY_KEY = {
  kid: 'hwDlcpFfKzEjRmty5pugWFqGv2PpBOw8_pkxKPggrsc',
  publicKey: 'BDOwcNu0JmMtM8xWlUTFsAzpv83FBo3DuBxC-mDQtT9Mi0Y-PeEs69SlSzZeANYA4B6MCNop0cFgn1oVfAXOIpA',
} as const;
