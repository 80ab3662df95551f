import type { AccountFactors, Schema } from '@sallyport/core';
import * as z from 'zod/mini';

const assertion = z.strictObject({ acr: z.exactOptional(z.string()), amr: z.exactOptional(z.array(z.string())) });

/** Parses account factors from JSON. A property of a passkey that is left out gets its weakest value. */
export const accountFactorsSchema: Schema<AccountFactors> = z.strictObject({
  password: z.exactOptional(z.enum(['mailbox', 'independent'])),
  ldap: z.exactOptional(z.boolean()),
  sso: z.exactOptional(z.array(z.string())),
  said: z.exactOptional(z.record(z.string(), assertion)),
  reported: z.exactOptional(z.record(z.string(), z.array(assertion))),
  passkeys: z._default(
    z.array(
      z.strictObject({
        id: z._default(z.string(), 'passkey'),
        userVerified: z.boolean(),
        deviceBound: z._default(z.boolean(), false),
        aaguid: z._default(z.string(), '00000000-0000-0000-0000-000000000000'),
        attested: z._default(z.boolean(), false),
      }),
    ),
    [],
  ),
  totp: z.exactOptional(z.boolean()),
  mailDomain: z.exactOptional(z.string()),
  mailsCodes: z.exactOptional(z.boolean()),
  codes: z.exactOptional(z.array(z.templateLiteral([z.string().check(z.regex(/^[a-z][a-z0-9-]*/)), '-code']))),
  others: z.exactOptional(z.array(z.string())),
  backupCodes: z.exactOptional(z.int().check(z.nonnegative())),
});
