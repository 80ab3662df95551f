import { HELPDESK_RIGHTS, type HelpdeskRight } from '@sallyport/core';
import type {
  AdminAccountView,
  DeviceView,
  Disowned,
  ExportedSession,
  OwnAccountView,
  SessionView,
} from '@sallyport/engine';
import * as z from 'zod';
import { strength } from './flow.ts';
import { reasonShape } from './reason.ts';
import { instant, list, part, type Shape, shape } from './shape.ts';

const account = {
  accountId: z.string().meta({ description: 'An opaque id that never changes.' }),
  identifiers: list(z.string()).meta({
    description: 'The texts with which the person begins a sign-in, such as a mail address or a name. Never empty.',
  }),
  email: z.optional(z.string()).meta({ description: 'The verified address, to which codes and notices go.' }),
  roles: list(z.string()).meta({
    description: 'Every role: own roles, and roles that a provider or the directory gave.',
  }),
  factors: part(
    'Factors',
    z
      .object({
        password: z.boolean().meta({ description: 'The account has a local password.' }),
        totp: z.boolean().meta({ description: 'The account has a confirmed authenticator app (RFC 6238).' }),
        emailCode: z.boolean().meta({ description: 'The account has a verified address for codes.' }),
        passkeys: list(
          part(
            'Passkey',
            z
              .object({
                id: z.string().meta({ description: 'The credential id, base64url.' }),
                name: z
                  .string()
                  .meta({ description: 'The name that the person chose, or a name made from the model.' }),
                createdAt: instant.meta({ description: 'The registration.' }),
                lastUsedAt: z
                  .nullable(instant)
                  .meta({ description: 'The last sign-in with the passkey; null: never used.' }),
                deviceBound: z
                  .boolean()
                  .meta({ description: 'False if a passkey manager synchronises the passkey across devices.' }),
                aaguid: z.string().meta({ description: "The authenticator's model, as the authenticator states." }),
              })
              .meta({ description: 'A registered passkey, as its owner sees it.' }),
          ),
        ).meta({ description: 'All registered passkeys.' }),
        backupCodes: z
          .object({ remaining: z.int().nonnegative() })
          .meta({ description: 'The number of unused backup codes; 0 if there are none.' }),
        codes: list(
          part(
            'EnrolledCode',
            z
              .object({
                method: z.string().meta({ description: "The name of the host's method: `sms-code`." }),
                sentTo: z.string().meta({ description: 'The address, masked.' }),
                enrolledAt: instant.meta({ description: 'The confirmation by the first code.' }),
              })
              .meta({
                description: 'An enrolled address for codes that the host delivers, for example by `sms-code`.',
              }),
          ),
        ).meta({ description: 'The addresses for codes that the host delivers.' }),
        others: z
          .optional(list(z.object({ method: z.string(), enrolledAt: instant })))
          .meta({ description: 'Factors of further methods. Absent if there are none.' }),
      })
      .meta({ description: 'The enrolled factors of an account, without secrets.' }),
  ).meta({ description: 'The factors that are enrolled and confirmed.' }),
  externalIds: list(
    part(
      'ExternalId',
      z
        .object({
          provider: z.string().meta({ description: "The provider's id in the host's configuration." }),
          method: z.enum(['sso', 'ldap']).meta({ description: '`ldap`: an entry of the directory.' }),
          name: z.optional(z.string()).meta({
            description: "The provider's name for people. Absent: the host has no provider of this id any more.",
          }),
          subject: z.string().meta({ description: "The provider's immutable id of the person." }),
          address: z.optional(z.string()).meta({ description: 'The address that the provider asserted last.' }),
          linkedAt: instant.meta({ description: 'When the identity became a way in to the account.' }),
          provedAt: z.optional(instant).meta({
            description:
              'In the own account: the last proof of the identity on which this session rests. Absent: it rests on none.',
          }),
        })
        .meta({ description: 'An identity of the account at a provider or in a directory.' }),
    ),
  ).meta({ description: 'The identities at providers and in the directory that sign in to the account.' }),
  recommendations: list(part('Recommendation', z.object({ code: z.string(), message: z.string() }))).meta({
    description: 'Advice that makes the loss of a factor harmless. `message` is in English: branch on `code`.',
  }),
};

export const status: z.ZodType<'active' | 'locked' | 'blocked', 'active' | 'locked' | 'blocked'> = z
  .enum(['active', 'locked', 'blocked'])
  .meta({
    description:
      '`locked`: by wrong guesses, until `until`. `blocked`: by an administrator, until an administrator lifts the block.',
  });

export const blockedSince: z.ZodOptional<typeof instant> = z.optional(instant).meta({
  description: 'For `blocked`: when the block began, for `asOf` of an unblock.',
});

export const rights: z.ZodType<readonly HelpdeskRight[], readonly HelpdeskRight[]> = list(z.enum(HELPDESK_RIGHTS));

export const openInvitation: z.ZodOptional<z.ZodType<{ readonly expiresAt: string }, { readonly expiresAt: number }>> =
  z
    .optional(z.object({ expiresAt: instant.meta({ description: 'The end of the link.' }) }))
    .meta({ description: 'The invitation whose link opens the first sign-in. Absent: no link does.' });

const adminAccount = z
  .object({
    ...account,
    methods: z
      .nullable(list(z.string()))
      .meta({ description: 'Methods with which the account may begin a sign-in; null if only the policy decides.' }),
    status,
    until: z.optional(instant).meta({ description: 'End of the lock.' }),
    deviceLock: z.optional(z.object({ until: instant.meta({ description: 'The end of the lock.' }) })).meta({
      description:
        'The lock of a device that signed in before: too many wrong guesses on this device. Other devices are not locked, and `status` does not say `locked`. Absent without such a lock.',
    }),
    givenRoles: z
      .optional(
        list(
          part(
            'GivenRoles',
            z
              .object({
                provider: z.string().meta({ description: "The provider's id in the host's configuration." }),
                name: z.optional(z.string()).meta({ description: "The provider's name for people." }),
                roles: list(z.string()),
              })
              .meta({ description: 'The roles that one provider, or the directory, gives to an account.' }),
          ),
        ),
      )
      .meta({
        description:
          'Those of `roles` that a provider or the directory gives, and that the account does not have on its own. They end with the word of the provider. `PUT …/roles` replaces the own roles alone. Absent: none.',
      }),
    setUpByOthers: z.optional(list(z.string())).meta({
      description:
        'What somebody else than the owner set up, or helped to set up by a code, such as `totp`. It ends with a new role of the administration. Absent: nothing.',
    }),
    disowned: z.optional(z.object({ at: instant.meta({ description: 'When the owner said so.' }) })).meta({
      description: "The owner said that a sign-in was somebody else's. Absent once the owner has signed in since.",
    }),
    blockedReason: z.optional(z.string()).meta({ description: 'For `blocked`: the words of the administrator.' }),
    blockedSince,
    sessions: z.int().nonnegative().meta({ description: 'The number of live sessions.' }),
    sessionsFull: z
      .optional(
        z.object({ most: z.int().positive().meta({ description: 'The most sessions that the policy allows.' }) }),
      )
      .meta({
        description:
          'The policy refuses one more session, because as many are live. Absent: a new session has room, or ends an older one.',
      }),
    emergency: z.boolean().meta({ description: 'A break-glass account, for access if every other way fails.' }),
    enrollmentCode: z
      .optional(
        z.object({
          expiresAt: instant.meta({ description: 'The end of the code.' }),
          used: z
            .boolean()
            .meta({ description: 'Whether the person entered the code. No other sign-in takes the code then.' }),
          setUpUntil: z.optional(instant).meta({
            description:
              'Until then the person can set up a factor in the sign-in in which the person entered the code. Absent: not entered, or that sign-in ended.',
          }),
        }),
      )
      .meta({
        description:
          'The last code of an administrator that the person may still enter, or has entered without setting anything up. Absent without such a code.',
      }),
    invitation: z
      .optional(
        z.object({
          expiresAt: instant.meta({ description: 'The end of the link.' }),
          notMailed: z.optional(z.literal(true)).meta({
            description:
              'In the answer of `POST /admin/accounts` alone: the mail did not go. Send the invitation again.',
          }),
        }),
      )
      .meta({ description: 'The invitation whose link opens the first sign-in. Absent: no link does.' }),
    may: z.optional(rights).meta({
      description:
        'For a helpdesk, in the answer of `GET /admin/accounts/:id`: the rights of the helpdesk over this account. Absent: every right.',
    }),
  })
  .meta({ description: 'An account, as administrators see it.' });

const passkeyUser = z
  .object({
    rpId: z.string().meta({ description: 'The relying party id.' }),
    userHandle: z.string().meta({ description: 'The user handle of the registrations, base64url.' }),
    name: z.string().meta({ description: 'The name that a passkey manager shows.' }),
  })
  .meta({ description: "The account in the owner's passkey managers: for the signals of WebAuthn Level 3, 5.1.10." });

const pendingEmail = z
  .optional(
    z.object({
      address: z.string().meta({ description: 'The new address.' }),
      expiresAt: instant.meta({ description: 'The end of the mailed link.' }),
    }),
  )
  .meta({ description: 'A new address that waits until its owner opens the mailed link.' });

const emergency = z.optional(z.literal(true)).meta({
  description: 'An emergency account, which can open the vaults of others if it administers people. Otherwise absent.',
});

const closedSetUps = list(
  part(
    'ClosedSetUp',
    z
      .object({
        kind: z.string().meta({
          description:
            '`passkey`, `totp`, a delivered code such as `sms-code`, `backup-codes`, `email` (another address), `external-ids` (a link to an identity at a provider) or `password` (a first password).',
        }),
        because: list(reasonShape.schema).meta({
          description: 'The missing proofs, or that an administrator has to vouch.',
        }),
      })
      .meta({ description: 'A set-up that the server refuses in this session.' }),
  ),
).meta({
  description:
    'The set-ups that answer 403 `no-way-in` in this session, whatever the person proves in a step-up. Empty if every set-up is allowed, at once or after a step-up.',
});

const recentProofSeconds = z.optional(z.number().nonnegative()).meta({
  description:
    'How long a proof counts for a change of the factors, in seconds: `recentProof` of the policy. After that, the change answers 401 `insufficient-strength`.',
});

// If `account` lacks a member of `OwnAccountView`, the end of each compiler message names the member.
export const accountShape: Shape<OwnAccountView> = shape(
  z
    .object({ ...account, passkeyUser, pendingEmail, emergency, closedSetUps, recentProofSeconds })
    .meta({ description: 'An account, as its owner sees it.' }),
);

export const adminAccountShape: Shape<AdminAccountView> = shape(adminAccount);

export const shared: {
  readonly accountId: z.ZodType<string, string>;
  readonly identifiers: z.ZodType<readonly string[], readonly string[]>;
  readonly roles: z.ZodType<readonly string[], readonly string[]>;
} = account;

const sessionEntry = {
  id: z.string().meta({ description: 'Names the session in `DELETE /account/sessions/{id}`. Not the token.' }),
  createdAt: instant.meta({ description: 'The sign-in.' }),
  lastSeenAt: instant.meta({ description: 'The last request, to the minute.' }),
  expiresAt: instant.meta({ description: 'The end of the session without another request.' }),
  strength: strength.meta({
    description: 'The strongest built-in strength that the proofs of the session satisfy.',
  }),
  ip: z.optional(z.string()).meta({ description: 'The address of the sign-in, as the host states it.' }),
  userAgent: z
    .optional(z.string())
    .meta({ description: 'The `User-Agent` of the sign-in. Anybody can send any text.' }),
};

const deviceEntry = {
  id: z.string().meta({ description: 'Names the device in `DELETE /account/devices/{id}`. Not the token.' }),
  createdAt: instant.meta({ description: 'The first sign-in on this device.' }),
  lastSeenAt: instant.meta({ description: 'The last sign-in on this device.' }),
  userAgent: z
    .optional(z.string())
    .meta({ description: 'The `User-Agent` of the last sign-in. Anybody can send any text.' }),
};

/** Without the member that compares with the request, with its newest proof. */
export const keptSession: Shape<ExportedSession>['schema'] = z.object({
  ...sessionEntry,
  amr: list(z.string()).meta({ description: 'The authentication methods used (RFC 8176).' }),
  authTime: instant.meta({ description: 'The newest proof.' }),
});

/** Without the member that compares with the request. */
export const keptDevice: Shape<Omit<DeviceView, 'current'>>['schema'] = z.object(deviceEntry);

export const sessionsShape: Shape<{ readonly sessions: readonly SessionView[] }> = shape(
  z.object({
    sessions: list(
      part(
        'SessionEntry',
        z
          .object({
            current: z.boolean().meta({ description: 'True for the session of this request.' }),
            ...sessionEntry,
          })
          .meta({ description: 'A live session of the account.' }),
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
            current: z.boolean().meta({ description: 'True for the device of this request.' }),
            ...deviceEntry,
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

export const disownedShape: Shape<Disowned> = shape(
  z.object({
    ended: z
      .int()
      .nonnegative()
      .meta({ description: 'The number of sessions that ended; 0 if the sign-in was over already.' }),
  }),
);
