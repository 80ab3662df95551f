import type { AccountExport } from '@sallyport/engine';
import * as z from 'zod';
import { keptDevice, keptSession } from './account.ts';
import { loggedEventShape } from './events.ts';
import { instant, list, type Shape, shape } from './shape.ts';
import { vaultWay } from './vault.ts';

const exposure = z
  .object({
    asOf: instant,
    items: list(z.object({ id: z.string(), label: z.string(), access: z.string(), lastUsedAt: z.optional(instant) })),
  })
  .meta({ description: "The account's access at the time of the block, as the host reported it." });

const account = z.object({
  accountId: z.string(),
  externalId: z.optional(z.string()).meta({ description: "The host's key." }),
  createdAt: instant,
  identifiers: list(z.string()),
  displayName: z.optional(z.string()).meta({ description: 'The name for the pages of administrators.' }),
  email: z.optional(z.object({ address: z.string(), verifiedAt: instant })),
  pendingEmail: z
    .optional(z.object({ address: z.string(), expiresAt: instant }))
    .meta({ description: 'A new address that waits for its confirmation.' }),
  importedAs: z.optional(z.string()).meta({ description: 'The identifier with which the account was imported.' }),
  formerAddresses: list(z.string()).meta({ description: 'Addresses that the account lost with a gained role.' }),
  roles: list(z.string()),
  providerRoles: z
    .record(z.string(), list(z.string()))
    .meta({ description: 'The roles from providers and the directory, by their ids.' }),
  roleGains: list(z.object({ role: z.string(), at: instant })).meta({
    description: 'The roles that the account gained after its creation, and when.',
  }),
  methods: z
    .nullable(list(z.string()))
    .meta({ description: 'Methods that the account may use; null if only the policy decides.' }),
  requiredStrength: z.optional(z.string()),
  emergency: z.boolean(),
  block: z.optional(z.object({ at: instant, reason: z.string(), exposure: z.optional(exposure) })),
  userHandle: z.string().meta({ description: 'The id that passkeys keep for the account (WebAuthn L3 §14.6.1).' }),
});

const factors = z.object({
  password: z.optional(z.object({ changedAt: instant })),
  totp: z.optional(z.object({ enrolledAt: instant })),
  passkeys: list(
    z.object({
      id: z.string(),
      name: z.string(),
      createdAt: instant,
      lastUsedAt: z.optional(instant),
      publicKey: z.string().meta({ description: 'The COSE key, base64url.' }),
      aaguid: z.string(),
      transports: list(z.string()),
      deviceBound: z.boolean(),
    }),
  ),
  codes: list(z.object({ method: z.string(), address: z.string(), enrolledAt: instant })),
  pendingCode: z
    .optional(z.object({ method: z.string(), address: z.string(), expiresAt: instant }))
    .meta({ description: 'An address for codes that waits for its first code.' }),
  backupCodes: z.optional(z.object({ issuedAt: instant, remaining: z.int().nonnegative() })),
  others: z.optional(list(z.object({ method: z.string(), enrolledAt: instant }))),
});

const identity = z.object({
  method: z.optional(z.enum(['sso', 'ldap'])).meta({ description: 'Absent for an identity that the account lost.' }),
  provider: z.string(),
  subject: z.string(),
  issuer: z.optional(z.string()),
  address: z.optional(z.string()),
  foundBy: z.optional(z.string()).meta({
    description:
      'The identifier that the person typed at the last sign-in, if the directory cannot find entries by id.',
  }),
  said: z
    .optional(z.object({ acr: z.optional(z.string()), amr: z.optional(list(z.string())) }))
    .meta({ description: "The provider's last statement of how the person signed in at the provider." }),
  reported: z
    .optional(
      list(
        z.object({
          acr: z.optional(z.string()),
          amr: z.optional(list(z.string())),
          at: instant,
          firstAt: z
            .optional(instant)
            .meta({ description: 'When the provider stated this first. Absent: before the server kept the date.' }),
        }),
      ),
    )
    .meta({
      description:
        'What the provider stated until now of how the person signed in at the provider, with the date of the last such statement. It counts beside the last statement for a time.',
    }),
  linkedAt: z.optional(instant),
  unlinkedAt: z.optional(instant).meta({ description: 'When the account lost the identity.' }),
});

export const accountExportShape: Shape<AccountExport> = shape(
  z
    .object({
      account,
      factors,
      identities: list(identity),
      sessions: list(keptSession),
      devices: list(keptDevice),
      events: list(loggedEventShape.schema).meta({
        description:
          'The entries of the action log that concern the account, newest first. An act on somebody else or on the tenant has only its type, time and actor.',
      }),
      vault: z.optional(z.object({ version: z.int().nonnegative(), envelopes: list(vaultWay) })),
      memberships: z
        .optional(list(z.object({ organisation: z.string(), roles: list(z.string()), since: instant })))
        .meta({ description: 'The organisations that the account is a member of.' }),
    })
    .meta({ description: 'Everything that is kept about the person, without secrets, hashes and tokens.' }),
);
