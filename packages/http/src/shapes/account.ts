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
              .meta({ description: 'False for a passkey that a manager keeps in step across devices.' }),
            aaguid: z.string().meta({ description: "The authenticator's model, by its own account." }),
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
            .meta({ description: 'A delivered code of the host, such as `sms-code`.' }),
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
          subject: z.string().meta({ description: "The provider's immutable name for the person." }),
          address: z.optional(z.string()).meta({ description: 'The address that it asserted last.' }),
          linkedAt: instant,
        })
        .meta({ description: 'Who the account is at a provider or in a directory.' }),
    ),
  ),
  recommendations: list(part('Recommendation', z.object({ code: z.string(), message: z.string() }))),
};

const adminAccount = z.object({
  ...account,
  methods: z
    .nullable(list(z.string()))
    .meta({ description: 'The ways in that this account may use; null if the policy alone says so.' }),
  status: z.enum(['active', 'locked', 'blocked']),
  until: z.optional(instant).meta({ description: 'When a lock ends.' }),
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
          current: z.boolean().meta({ description: 'The one that asks.' }),
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
            current: z.boolean().meta({ description: 'The one that asks.' }),
            createdAt: instant,
            lastSeenAt: instant.meta({ description: 'When it last signed in.' }),
            userAgent: z.optional(z.string()),
          })
          .meta({ description: "A device that signed in before: other people's wrong guesses do not lock it out." }),
      ),
    ),
  }),
);

export const backupCodesShape: Shape<{ readonly backupCodes: readonly string[] }> = shape(
  z.object({ backupCodes: list(z.string()) }),
);
