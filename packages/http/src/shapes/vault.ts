import type { EmergencyEnvelope, VaultOverview, VaultView } from '@sallyport/engine';
import * as z from 'zod';
import { instant, list, part, type Shape, shape } from './shape.ts';

const version = z
  .int()
  .nonnegative()
  .meta({ description: 'What `If-Match` names for a change that is based on it; 0 before there is a vault.' });

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
          .meta({ description: 'The data key, sealed in the client for one way to open it.' }),
      ),
    ),
    emergencyKey: z.optional(
      part(
        'EmergencyKey',
        z
          .object({ kid: z.string(), publicKey: z.string() })
          .meta({ description: 'To be sealed to only if its fingerprint is the one in the code of the host.' }),
      ),
    ),
  }),
);

export const vaultOverviewShape: Shape<VaultOverview> = shape(
  z.object({
    version,
    envelopes: list(
      part('VaultWay', z.object(way).meta({ description: 'A way into a vault, and nothing that opens.' })),
    ),
  }),
);

export const emergencyEnvelopeShape: Shape<EmergencyEnvelope> = shape(
  z.object({
    kid: z.optional(z.string()).meta({ description: 'The emergency key that the host had when this was made.' }),
    sealed: z.string(),
  }),
);
