import { z } from 'zod';
import { instant } from './flow.ts';

const account = {
  accountId: z.string(),
  identifiers: z.array(z.string()),
  email: z.exactOptional(z.string()),
  roles: z.array(z.string()),
  factors: z.strictObject({
    password: z.boolean(),
    totp: z.boolean(),
    emailCode: z.boolean(),
    passkeys: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        createdAt: instant,
        lastUsedAt: z.nullable(instant),
        deviceBound: z.boolean(),
        aaguid: z.string(),
      }),
    ),
    backupCodes: z.strictObject({ remaining: z.int().nonnegative() }),
  }),
  recommendations: z.array(z.strictObject({ code: z.string(), message: z.string() })),
};

export const accountShape: z.ZodType = z.strictObject(account);

export const adminAccountShape: z.ZodType = z.strictObject({
  ...account,
  methods: z.nullable(z.array(z.string())),
  status: z.enum(['active', 'locked', 'blocked']),
  until: z.exactOptional(instant),
  blockedReason: z.exactOptional(z.string()),
  sessions: z.int().nonnegative(),
  emergency: z.boolean(),
});

export const accountsShape: z.ZodType = z.strictObject({
  accounts: z.array(adminAccountShape),
  next: z.exactOptional(z.string()),
});

export const sessionsShape: z.ZodType = z.strictObject({
  sessions: z.array(
    z.strictObject({
      id: z.string(),
      current: z.boolean(),
      createdAt: instant,
      lastSeenAt: instant,
      expiresAt: instant,
      strength: z.string(),
      ip: z.exactOptional(z.string()),
      userAgent: z.exactOptional(z.string()),
    }),
  ),
});

export const devicesShape: z.ZodType = z.strictObject({
  devices: z.array(
    z.strictObject({
      id: z.string(),
      current: z.boolean(),
      createdAt: instant,
      lastSeenAt: instant,
      userAgent: z.exactOptional(z.string()),
    }),
  ),
});

export const backupCodesShape: z.ZodType = z.strictObject({ backupCodes: z.array(z.string()) });
