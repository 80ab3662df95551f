import type { EmergencyEnvelope, VaultOverview, VaultView } from '@sallyport/engine';
import * as z from 'zod';
import { instant, list, part, type Shape, shape } from './shape.ts';

const version = z
  .int()
  .nonnegative()
  .meta({ description: 'The version for `If-Match` in a change; 0 if there is no vault.' });

const way = {
  id: z.string(),
  kind: z.enum(['passkey', 'secret', 'emergency']),
  passkeyId: z.optional(z.string()),
  createdAt: instant,
};

export const vaultShape: Shape<VaultView> = shape(
  z.object({
    version,
    keyId: z.optional(z.string()).meta({ description: "The client's name for the data key." }),
    envelopes: list(
      part(
        'Envelope',
        z
          .object({ ...way, sealed: z.string() })
          .meta({ description: 'The data key, sealed in the client for one way to open the vault.' }),
      ),
    ),
    emergencyKey: z.optional(
      part(
        'EmergencyKey',
        z
          .object({ kid: z.string(), publicKey: z.string() })
          .meta({ description: "The client seals to this key only if the fingerprint matches the host's code." }),
      ),
    ),
  }),
);

export const vaultOverviewShape: Shape<VaultOverview> = shape(
  z.object({
    version,
    envelopes: list(
      part('VaultWay', z.object(way).meta({ description: 'A way to open a vault, without the sealed data key.' })),
    ),
  }),
);

export const emergencyEnvelopeShape: Shape<EmergencyEnvelope> = shape(
  z.object({
    kid: z.optional(z.string()).meta({ description: 'The emergency key of the host at the time of sealing.' }),
    sealed: z.string(),
  }),
);
