import * as z from 'zod';
import type { Provenance } from './provenance.ts';
import type { ProviderWord } from './provider-word.ts';

/** A code that the host delivers in its own way: `codes: { sms: { … } }` makes `sms-code`. */
export type DeliveredCode = `${string}-code`;

/** What an account has enrolled. */
export interface AccountFactors {
  /** A local password, and who vouches for it. An account has one password source: this or `ldap`. */
  readonly password?: Provenance;
  readonly ldap?: boolean;
  /** The providers at which the account has an identity. */
  readonly sso?: readonly string[];
  /**
   * What each of these providers said at the last sign-in by it, beside who the person is; absent: nothing is known. The account's
   * strongest level counts what was said. A decision about a sign-in does not: a provider may say more the next time.
   */
  readonly said?: Readonly<Record<string, ProviderWord>>;
  readonly passkeys: readonly PasskeyFacts[];
  readonly totp?: boolean;
  /** The domain of a verified mailbox that takes codes; absent: none. */
  readonly mailDomain?: string;
  /** The host's delivered codes that are enrolled and confirmed, by their methods: `['sms-code']`. */
  readonly codes?: readonly DeliveredCode[];
  /** How many unused backup codes are left. */
  readonly backupCodes?: number;
}

/** What is known of a registered passkey (WebAuthn L3 §4, credential record). */
export interface PasskeyFacts {
  readonly id: string;
  /** The authenticator has verified its user at least once (`uvInitialized`). */
  readonly userVerified: boolean;
  readonly deviceBound: boolean;
  readonly aaguid: string;
  readonly attested: boolean;
}

/** What a provider said at the account's last sign-in by it; absent: nothing is known. */
export function saidBy({ said }: AccountFactors, provider: string): ProviderWord | undefined {
  return said !== undefined && Object.hasOwn(said, provider) ? said[provider] : undefined;
}

/** The same as JSON that came from somewhere: what is not said of a passkey is taken to be the least. */
export const accountFactorsSchema: z.ZodType<AccountFactors> = z.strictObject({
  password: z.exactOptional(z.enum(['mailbox', 'independent'])),
  ldap: z.exactOptional(z.boolean()),
  sso: z.exactOptional(z.array(z.string())),
  said: z.exactOptional(
    z.record(
      z.string(),
      z.strictObject({ acr: z.exactOptional(z.string()), amr: z.exactOptional(z.array(z.string())) }),
    ),
  ),
  passkeys: z
    .array(
      z.strictObject({
        id: z.string().default('passkey'),
        userVerified: z.boolean(),
        deviceBound: z.boolean().default(false),
        aaguid: z.string().default('00000000-0000-0000-0000-000000000000'),
        attested: z.boolean().default(false),
      }),
    )
    .default([]),
  totp: z.exactOptional(z.boolean()),
  mailDomain: z.exactOptional(z.string()),
  codes: z.exactOptional(z.array(z.templateLiteral([z.string().regex(/^[a-z][a-z0-9-]*/), '-code']))),
  backupCodes: z.exactOptional(z.int().nonnegative()),
});
