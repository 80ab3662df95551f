import { z } from 'zod';
import { instant, reason } from './flow.ts';

const next = z.exactOptional(z.string());
const whose = { accountId: z.string(), identifier: z.string() };

export const policyShape: z.ZodType = z.strictObject({
  policy: z.record(z.string(), z.unknown()),
  version: z.int().nonnegative(),
  changedAt: instant,
  changedBy: z.string(),
});

export const policyVersionsShape: z.ZodType = z.strictObject({ versions: z.array(policyShape), next });

export const impactShape: z.ZodType = z.strictObject({
  unaffected: z.int().nonnegative(),
  mustEnroll: z.int().nonnegative(),
  stranded: z.int().nonnegative(),
  accounts: z.array(
    z.strictObject({ ...whose, impact: z.enum(['must-enroll', 'stranded']), because: z.array(reason) }),
  ),
  next,
});

export const enrollmentCodeShape: z.ZodType = z.strictObject({ enrollmentCode: z.string(), expiresAt: instant });

export const exposureShape: z.ZodType = z.strictObject({
  asOf: instant,
  items: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      access: z.string(),
      lastUsedAt: z.exactOptional(instant),
    }),
  ),
  next,
});

export const eventsShape: z.ZodType = z.strictObject({
  events: z.array(
    z.strictObject({
      id: z.string(),
      at: instant,
      type: z.string(),
      accountId: z.exactOptional(z.string()),
      actor: z.exactOptional(z.string()),
      method: z.exactOptional(z.string()),
      flow: z.exactOptional(z.string()),
      ip: z.exactOptional(z.string()),
      detail: z.exactOptional(z.record(z.string(), z.unknown())),
    }),
  ),
  next,
});

export const securityShape: z.ZodType = z.strictObject({
  locked: z.array(z.strictObject({ ...whose, authenticator: z.string(), until: instant })),
  blocked: z.array(z.strictObject({ ...whose, since: instant, by: z.string(), reason: z.string() })),
  failuresByHour: z.array(z.strictObject({ hour: instant, count: z.int().nonnegative() })),
  mandatesUnmet: z.array(z.strictObject({ ...whose, because: z.array(reason) })),
  policyVersion: z.int().nonnegative(),
});
