import type { AccountView, AdminAccountView, DeviceView, SessionView } from '@sallyport/engine';
import * as z from 'zod';
import { strength } from './flow.ts';
import { instant, list, part, type Shape, shape } from './shape.ts';

const account = {
  accountId: z.string(),
  identifiers: list(z.string()),
  email: z.optional(z.string()),
  roles: list(z.string()),
  factors: part(
    'Factors',
    z.object({
      password: z.boolean(),
      totp: z.boolean(),
      emailCode: z.boolean(),
      passkeys: list(
        part(
          'Passkey',
          z.object({
            id: z.string(),
            name: z.string(),
            createdAt: instant,
            lastUsedAt: z.nullable(instant),
            deviceBound: z
              .boolean()
              .meta({ description: 'False if a passkey manager synchronises the passkey across devices.' }),
            aaguid: z.string().meta({ description: "The authenticator's model, as the authenticator states." }),
          }),
        ),
      ),
      backupCodes: z.object({ remaining: z.int().nonnegative() }),
      codes: list(
        part(
          'EnrolledCode',
          z
            .object({
              method: z.string(),
              sentTo: z.string().meta({ description: 'The address, masked.' }),
              enrolledAt: instant,
            })
            .meta({ description: 'An enrolled address for codes that the host delivers, for example by `sms-code`.' }),
        ),
      ),
    }),
  ),
  externalIds: list(
    part(
      'ExternalId',
      z
        .object({
          provider: z.string(),
          subject: z.string().meta({ description: "The provider's immutable id of the person." }),
          address: z.optional(z.string()).meta({ description: 'The address that the provider asserted last.' }),
          linkedAt: instant,
        })
        .meta({ description: 'An identity of the account at a provider or in a directory.' }),
    ),
  ),
  recommendations: list(part('Recommendation', z.object({ code: z.string(), message: z.string() }))),
};

const adminAccount = z.object({
  ...account,
  methods: z
    .nullable(list(z.string()))
    .meta({ description: 'Methods with which the account may begin a sign-in; null if only the policy decides.' }),
  status: z.enum(['active', 'locked', 'blocked']),
  until: z.optional(instant).meta({ description: 'End of the lock.' }),
  blockedReason: z.optional(z.string()),
  sessions: z.int().nonnegative(),
  emergency: z.boolean(),
});

export const accountShape: Shape<AccountView> = shape(z.object(account));

export const adminAccountShape: Shape<AdminAccountView> = shape(adminAccount);

export const accountsShape: Shape<{ readonly accounts: readonly AdminAccountView[]; readonly next?: string }> = shape(
  z.object({ accounts: list(adminAccount), next: z.optional(z.string()) }),
);

export const sessionsShape: Shape<{ readonly sessions: readonly SessionView[] }> = shape(
  z.object({
    sessions: list(
      part(
        'SessionEntry',
        z.object({
          id: z.string(),
          current: z.boolean().meta({ description: 'True for the session of this request.' }),
          createdAt: instant,
          lastSeenAt: instant,
          expiresAt: instant,
          strength,
          ip: z.optional(z.string()),
          userAgent: z.optional(z.string()),
        }),
      ),
    ),
  }),
);

export const devicesShape: Shape<{ readonly devices: readonly DeviceView[] }> = shape(
  z.object({
    devices: list(
      part(
        'DeviceEntry',
        z
          .object({
            id: z.string(),
            current: z.boolean().meta({ description: 'True for the device of this request.' }),
            createdAt: instant,
            lastSeenAt: instant.meta({ description: 'The last sign-in on this device.' }),
            userAgent: z.optional(z.string()),
          })
          .meta({
            description: 'A device with an earlier sign-in. Wrong guesses from elsewhere do not lock the device out.',
          }),
      ),
    ),
  }),
);

export const backupCodesShape: Shape<{ readonly backupCodes: readonly string[] }> = shape(
  z.object({ backupCodes: list(z.string()) }),
);
