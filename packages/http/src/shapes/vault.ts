import type { EmergencyEnvelope, VaultOverview, VaultView } from '@sallyport/engine';
import * as z from 'zod';
import { instant, list, part, type Shape, shape } from './shape.ts';

const version = z
  .int()
  .nonnegative()
  .meta({ description: 'The version for `If-Match` in a change; 0 if there is no vault.' });

const way = {
  id: z.string().meta({ description: 'Names the envelope in a removal.' }),
  kind: z.enum(['passkey', 'secret', 'emergency']).meta({
    description:
      '`passkey`: opened by the PRF output of a passkey. `secret`: by words that the person knows. `emergency`: by the key of the host.',
  }),
  passkeyId: z.optional(z.string()).meta({ description: 'For `passkey`: the credential id, base64url.' }),
  createdAt: instant.meta({ description: 'When the envelope was added.' }),
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

export const vaultWay: Shape<VaultOverview['envelopes'][number]>['schema'] = part(
  'VaultWay',
  z.object(way).meta({ description: 'A way to open a vault, without the sealed data key.' }),
);

export const vaultOverviewShape: Shape<VaultOverview> = shape(
  z
    .object({
      version,
      envelopes: list(vaultWay).meta({ description: 'The ways to open the vault; empty if there is no vault.' }),
    })
    .meta({ description: 'A vault as administrators see it.' }),
);

export const emergencyEnvelopeShape: Shape<EmergencyEnvelope> = shape(
  z
    .object({
      kid: z.optional(z.string()).meta({ description: 'The emergency key of the host at the time of sealing.' }),
      sealed: z.string().meta({ description: 'base64url, by HPKE (RFC 9180). Open the envelope offline.' }),
    })
    .meta({ description: "A vault's data key, sealed to the host's emergency key." }),
);
