import { type AccountForPreview, accountFactorsSchema } from '@sallyport/assurance';
import { type AccountFacts, instant, WAY_IN_METHODS } from '@sallyport/core';
import * as z from 'zod/mini';
import { IN_ENGLISH } from '../terminal/in-english.ts';
import { jsonText } from '../terminal/json-text.ts';
import { linesOf } from '../terminal/lines-of.ts';

/** A line without an account. */
export interface BadRow {
  /** The first line is 1. */
  readonly line: number;
  /** The problem in English. Does not repeat the line, because the line is about a person. */
  readonly message: string;
}

const roles = z.array(z.string());

/** The types of core name no library. In JavaScript the schema is one of zod. */
const factors = accountFactorsSchema as unknown as z.ZodMiniType<AccountFacts['factors']>;

// A forgotten member of the facts does not compile.
const row = z.strictObject({
  id: z.union([z.string(), z.pipe(z.number(), z.transform(String))]),
  roles,
  given: z.exactOptional(
    z.array(
      z.strictObject({
        method: z.enum(['sso', 'ldap']),
        provider: z.string(),
        roles,
        saidAt: z.pipe(z.number(), z.transform(instant)),
      }),
    ),
  ),
  factors,
  methods: z.exactOptional(z.array(z.enum(WAY_IN_METHODS))),
  requiredStrength: z.exactOptional(z.string()),
  emergency: z.exactOptional(z.boolean()),
  blocked: z.exactOptional(z.boolean()),
  blockedFromAbove: z.exactOptional(z.boolean()),
  firstFactor: z.exactOptional(z.literal('vouched')),
  hasUnusedEntry: z.exactOptional(z.boolean()),
  linkable: z.exactOptional(z.strictObject({ domain: z.string(), by: z.array(z.string()) })),
  vouched: z.exactOptional(z.union([z.boolean(), z.enum(['by-invitation', 'by-sign-up'])])),
  vault: z.exactOptional(z.array(z.enum(['passkey', 'secret', 'emergency']))),
  rolesUnknown: z.exactOptional(z.boolean()),
} satisfies Record<
  Exclude<keyof AccountFacts, 'afterDisowned'> | Exclude<keyof AccountForPreview, 'facts' | 'factsNow' | 'vouchedNow'>,
  z.ZodMiniType
>);

/** Line by line. @throws CliError if the file cannot be read */
export async function* readAccounts(file: string, onBadRow: (bad: BadRow) => void): AsyncGenerator<AccountForPreview> {
  for await (const { line, text } of linesOf(file)) {
    const account = accountOf(text);
    if (typeof account === 'string') onBadRow({ line, message: account });
    else yield account;
  }
}

/** The ids of passkeys are numbers, because a policy reads no more of them. */
export function accountLine({ id, facts, vouched, vault, rolesUnknown }: AccountForPreview): string {
  const passkeys = facts.factors.passkeys.map((passkey, place) => ({ ...passkey, id: String(place + 1) }));
  return jsonText({ id, ...facts, factors: { ...facts.factors, passkeys }, vouched, vault, rolesUnknown });
}

/** The problem does not repeat the line, which is about a person. */
function accountOf(written: string): AccountForPreview | string {
  const json = parsed(written);
  if (json === undefined) return 'is not JSON';
  const { success, data, error } = row.safeParse(json.value, IN_ENGLISH);
  if (!success)
    return error.issues
      .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
      .join('; ');
  const { id, vouched, vault, rolesUnknown, ...facts } = data;
  return { id, facts, vouched, vault, rolesUnknown };
}

function parsed(written: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(written) };
  } catch {
    return undefined;
  }
}
