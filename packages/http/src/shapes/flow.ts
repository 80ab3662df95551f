import { z } from 'zod';

export const instant: z.ZodType = z.iso.datetime();

/** Why something is asked, worded for the reader. */
export const reason: z.ZodType = z.strictObject({
  code: z.string(),
  params: z.record(z.string(), z.unknown()),
  message: z.string(),
  source: z.union([z.enum(['tenant', 'account', 'route']), z.strictObject({ role: z.string() })]),
  satisfiedBy: z.exactOptional(z.array(z.array(z.string()))),
});
const because = z.array(reason);

const session = {
  accountId: z.string(),
  strength: z.string(),
  amr: z.array(z.string()),
  authTime: instant,
  expiresAt: instant,
};

/** Only in token mode. */
const tokens = {
  flow: z.exactOptional(z.strictObject({ token: z.string(), expiresAt: instant })),
  device: z.exactOptional(z.strictObject({ token: z.string() })),
};

const goesOn = [
  z.strictObject({
    status: z.literal('continue'),
    accept: z.array(z.strictObject({ method: z.string(), sentTo: z.exactOptional(z.string()) })),
    backupCodes: z.exactOptional(z.array(z.string())),
    because,
    ...tokens,
  }),
  z.strictObject({
    status: z.literal('enroll'),
    offer: z.array(z.strictObject({ method: z.enum(['passkey', 'totp']) })),
    because,
    ...tokens,
  }),
  z.strictObject({ status: z.literal('redirect'), location: z.string(), because, ...tokens }),
  z.strictObject({
    status: z.literal('complete'),
    session: z.strictObject({ ...session, token: z.exactOptional(z.string()) }),
    backupCodes: z.exactOptional(z.array(z.string())),
    continuation: z.exactOptional(z.unknown()),
    ...tokens,
  }),
] as const;

export const flowAnswer: z.ZodType = z.discriminatedUnion('status', goesOn);

export const signInStatus: z.ZodType = z.discriminatedUnion('status', [
  ...goesOn,
  z.strictObject({
    status: z.literal('open'),
    methods: z.array(z.string()),
    providers: z.array(z.string()),
    preferSso: z.exactOptional(z.string()),
  }),
]);

/** A recovery goes on in a flow, or is over with the password replaced and nobody signed in. */
export const recoveryAnswer: z.ZodType = z.discriminatedUnion('status', [
  ...goesOn,
  z.strictObject({ status: z.literal('recovered') }),
]);

export const sessionAnswer: z.ZodType = z.strictObject({ session: z.strictObject(session) });

export const pendingTotp: z.ZodType = z.strictObject({ secret: z.string(), uri: z.string() });

/** PublicKeyCredentialRequestOptionsJSON (WebAuthn L3 §5.1.9). */
export const passkeyRequestOptions: z.ZodType = z.looseObject({ challenge: z.string() });

/** PublicKeyCredentialCreationOptionsJSON (WebAuthn L3 §5.1.8). */
export const passkeyCreationOptions: z.ZodType = z.looseObject({ challenge: z.string() });
