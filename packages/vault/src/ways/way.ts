import type { EmergencyKey } from './emergency-key.ts';
import type { PasskeyWay } from './passkey.ts';
import type { SecretWay } from './secret.ts';

/** A way to open a vault. */
export type OpeningWay =
  | PasskeyWay
  | SecretWay
  | {
      readonly kind: 'emergency';
      /** The emergency key with its private part, from the key file. */
      readonly key: EmergencyKey;
    };

/** A way for which a data key can be sealed. `emergency` uses the server's key if the key matches the fingerprint in the host's code. */
export type NewWay = PasskeyWay | SecretWay | { readonly kind: 'emergency' };
