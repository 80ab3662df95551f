import type { EmergencyKey } from './emergency-key.ts';
import type { PasskeyWay } from './passkey.ts';
import type { SecretWay } from './secret.ts';

/** A way to open a vault. */
export type OpeningWay =
  | PasskeyWay
  | SecretWay
  | {
      readonly kind: 'emergency';
      /** The whole key, private part included, out of its key file. */
      readonly key: EmergencyKey;
    };

/** A way that a vault is sealed for. The emergency key is the server's, if its fingerprint is the one that the host's code names. */
export type NewWay = PasskeyWay | SecretWay | { readonly kind: 'emergency' };
