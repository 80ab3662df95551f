/**
 * The public key of the demo's emergency-access account (HPKE, P-256). Its private key is in `emergency-key.json`, beside this
 * package's manifest, for everybody to try the drill: a real one is made and kept where no server is.
 */
export const EMERGENCY_KEY = {
  kid: 'hwDlcpFfKzEjRmty5pugWFqGv2PpBOw8_pkxKPggrsc',
  publicKey: 'BDOwcNu0JmMtM8xWlUTFsAzpv83FBo3DuBxC-mDQtT9Mi0Y-PeEs69SlSzZeANYA4B6MCNop0cFgn1oVfAXOIpA',
} as const;
