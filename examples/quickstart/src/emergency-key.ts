/**
 * The public key of the demo's emergency-access account (HPKE, X25519). Its private key is in `emergency-key.json`, beside this
 * package's manifest, for everybody to try the drill: a real one is made and kept where no server is.
 */
export const EMERGENCY_KEY = {
  kid: 'iyGhRP-XYHQQrklPa1O7zg',
  publicKey: 'ybQCEsJ8016K4TnGBmPLVRsFFCHMe1dFid-rfsIhDzw',
} as const;
