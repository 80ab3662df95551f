import * as z from 'zod/mini';
import { PASSWORD_BOUNDS, type PasswordsInput } from '../passwords/password-rules.ts';
import { comparableText } from '../passwords/password-text.ts';
import { isHostCode, methodBit, WAY_IN_MASK, WAY_IN_METHODS } from '../strength/method.ts';
import { BUILT_IN_METHODS } from '../strength/methods/index.ts';
import type { EvidencePattern, StrengthDefinition } from '../strength/pattern.ts';
import type { ProviderInput } from '../strength/provider.ts';
import { BOUNDS, durationWithin, FEWEST_FAILURES, FEWEST_FAILURES_TEXT } from './limits.ts';
import type { OrganisationInput, OrganisationsInput } from './organisation-input.ts';
import {
  type AcknowledgedInput,
  type ContextRuleInput,
  HELPDESK_RIGHTS,
  type HelpdeskInput,
  type LaterRuleInput,
  type PolicyInput,
  type RoleRuleInput,
  type SessionLimitsInput,
} from './policy-input.ts';

const optional: typeof z.exactOptional = z.exactOptional;

const name = z.string().check(z.minLength(1), z.maxLength(100));
const methods = z
  .array(z.enum(WAY_IN_METHODS))
  .check(
    z.minLength(1, 'an empty list leaves no way in; leave the member out to allow all'),
    z.maxLength(WAY_IN_METHODS.length),
  );
const words = z.array(z.string().check(z.minLength(1), z.maxLength(200))).check(z.minLength(1), z.maxLength(50));

const MOST_SESSIONS = 100;

const session: z.ZodMiniType<SessionLimitsInput> = z.strictObject({
  idle: optional(durationWithin(BOUNDS.idle)),
  absolute: optional(durationWithin(BOUNDS.absolute)),
  most: optional(
    z
      .int()
      .check(
        z.minimum(1, 'is at least 1: nobody could sign in'),
        z.maximum(MOST_SESSIONS, `is at most ${MOST_SESSIONS}: leave the member out for no limit`),
      ),
  ),
  beyond: optional(z.enum(['end-oldest', 'refuse'])),
});

const builtIn = z.discriminatedUnion('method', [
  z.strictObject({ method: z.enum(BUILT_IN_METHODS.filter(({ asks }) => asks === undefined).map(({ name }) => name)) }),
  ...BUILT_IN_METHODS.flatMap(({ name, asks }) =>
    asks === undefined ? [] : [z.strictObject({ method: z.literal(name), ...(asks as unknown as z.core.$ZodShape) })],
  ),
]);

const hostCode = z.strictObject({
  method: z.templateLiteral([z.string().check(z.regex(/^[a-z][a-z0-9-]{0,49}/)), '-code']).check(z.refine(isHostCode)),
});

const pattern: z.ZodMiniType<EvidencePattern> = z.union([builtIn, hostCode]);

const combination = z.array(pattern).check(
  z.minLength(1),
  z.maxLength(6),
  z.refine(
    (patterns) => patterns.some(({ method }) => (methodBit(method) & WAY_IN_MASK) !== 0),
    'a combination needs a way in: password, ldap, sso or passkey',
  ),
);

const strength: z.ZodMiniType<StrengthDefinition> = z.strictObject({
  anyOf: z.array(combination).check(z.minLength(1), z.maxLength(20)),
});

/** Each date is a policy of its own for the analysis. */
export const MOST_DATES = 12;

const date = z.iso.datetime({
  offset: true,
  error: "is a date with a time and a zone, such as '2026-12-15T00:00:00Z' or '2026-12-15T00:00:00+01:00'",
});

const later: z.ZodMiniType<readonly LaterRuleInput<string>[]> = z
  .array(
    z.strictObject({
      from: date,
      requiredStrength: optional(name),
      methods: optional(methods),
      session: optional(session),
    }),
  )
  .check(z.minLength(1, 'an empty list asks nothing; leave the member out'), z.maxLength(MOST_DATES));

const role: z.ZodMiniType<RoleRuleInput<string>> = z.strictObject({
  requiredStrength: optional(name),
  methods: optional(methods),
  session: optional(session),
  later: optional(later),
});

const firstFactor = z.strictObject({ firstFactor: optional(z.enum(['two-proofs', 'vouched', 'password'])) });

const context: z.ZodMiniType<ContextRuleInput<string>> = z.strictObject({
  requiredStrength: optional(name),
  methods: optional(methods),
  refuse: optional(z.literal(true, 'is true, or is left out')),
  proofsWithin: optional(durationWithin(BOUNDS.absolute)),
  recentProof: optional(durationWithin(BOUNDS.recentProof)),
  enrollment: optional(firstFactor),
  shown: optional(z.boolean()),
});

/** A bit for each role, beside the bits of the contexts. */
export const MOST_ROLES_IN_ORGANISATIONS = 9;

const ruleThere = {
  requiredStrength: optional(name),
  methods: optional(methods),
  proofsWithin: optional(durationWithin(BOUNDS.absolute)),
  recentProof: optional(durationWithin(BOUNDS.recentProof)),
};

const datedRuleThere = {
  ...ruleThere,
  later: optional(
    z
      .array(z.strictObject({ from: date, ...ruleThere }))
      .check(z.minLength(1, 'an empty list asks nothing; leave the member out'), z.maxLength(MOST_DATES)),
  ),
};

const rolesThere = z.record(name, z.strictObject(datedRuleThere));

const administratorsThere = z.array(name).check(z.maxLength(MOST_ROLES_IN_ORGANISATIONS));

const organisations: z.ZodMiniType<OrganisationsInput<string>> = z.strictObject({
  ...datedRuleThere,
  roles: optional(rolesThere),
  administrators: optional(
    z.strictObject({ rule: optional(administratorsThere), people: optional(administratorsThere) }),
  ),
});

/** The rule of one organisation. */
export const organisationSchema: z.ZodMiniType<OrganisationInput<string>> = z.strictObject({
  ...datedRuleThere,
  roles: optional(rolesThere),
  contexts: optional(z.record(name, z.strictObject(ruleThere))),
  proofsAfter: optional(date),
});

const provider: z.ZodMiniType<ProviderInput<string>> = z
  .strictObject({
    trust: optional(
      z
        .array(
          z
            .strictObject({
              acr: optional(z.string().check(z.minLength(1), z.maxLength(200))),
              amr: optional(words),
              strength: name,
            })
            .check(
              z.refine(
                ({ acr, amr, strength }) => acr !== undefined || amr !== undefined || strength === 'baseline',
                "trust names what the provider asserts (acr, amr), except for 'baseline'",
              ),
            ),
        )
        .check(z.maxLength(20)),
    ),
    mailDomains: optional(
      z
        .array(
          z
            .string()
            .check(
              z.regex(
                /^[a-z0-9.-]+\.[a-z0-9-]+$/,
                'a mail domain is written in lower case and in ASCII, such as corp.example or xn--bcher-kva.example',
              ),
            ),
        )
        .check(z.maxLength(50)),
    ),
    createAccounts: optional(z.union([z.boolean(), z.literal('mail-domains')])),
    mailFollows: optional(z.boolean()),
  })
  .check(
    z.refine(({ createAccounts, mailDomains = [] }) => createAccounts !== 'mail-domains' || mailDomains.length > 0, {
      path: ['createAccounts'],
      message: "'mail-domains' creates no account without mailDomains",
    }),
  );

const some = 'an empty list helps nobody; leave the entry out';
const someNames = z.array(name).check(z.minLength(1, some), z.maxLength(50));

const helpdesk: z.ZodMiniType<HelpdeskInput> = z.strictObject({
  roles: someNames,
  over: someNames,
  may: z.array(z.enum(HELPDESK_RIGHTS)).check(z.minLength(1, some), z.maxLength(HELPDESK_RIGHTS.length)),
});

const { minimum, history, word, words: mostWords } = PASSWORD_BOUNDS;

const passwords: z.ZodMiniType<PasswordsInput> = z.strictObject({
  minimum: optional(
    z
      .int()
      .check(
        z.minimum(minimum.least, `is at least ${minimum.least}: NIST SP 800-63B-4 §3.1.1.2 allows no shorter password`),
        z.maximum(
          minimum.most,
          `is at most ${minimum.most}: NIST SP 800-63B-4 §3.1.1.2 asks for room for passwords of 64 characters`,
        ),
      ),
  ),
  history: optional(
    z
      .int()
      .check(
        z.minimum(0),
        z.maximum(history.most, `is at most ${history.most}: a new password is compared with each of them`),
      ),
  ),
  words: optional(
    z
      .array(
        z.string().check(
          z.maxLength(word.most),
          z.refine(
            (text) => comparableText(text).length >= word.least,
            `has at least ${word.least} visible characters: a shorter word would refuse too many passwords`,
          ),
        ),
      )
      .check(z.maxLength(mostWords.most)),
  ),
  breached: optional(z.enum(['refuse'])),
  letterAndDigit: optional(z.boolean()),
});

const failures = z.int().check(z.minimum(FEWEST_FAILURES, FEWEST_FAILURES_TEXT));

const afterGrace = z.strictObject({ after: durationWithin(), then: z.enum(['next-request', 'step-up', 'revoke']) });

const acknowledged: z.ZodMiniType<AcknowledgedInput> = z.strictObject({
  code: z.string().check(z.regex(/^[a-z][a-z-]{0,99}$/, "is the code of a finding, such as 'one-theft-is-enough'")),
  role: optional(name),
  reason: z.string().check(z.regex(/\S/, 'says why the finding is accepted'), z.maxLength(500)),
  until: z.iso.date("is a day, such as '2027-01-31'"),
});

/** `z.toJSONSchema(policySchema)` gives the JSON schema. */
export const policySchema: z.ZodMiniType<PolicyInput<string>> = z.strictObject({
  requiredStrength: optional(name),
  methods: optional(methods),
  preferSso: optional(name),
  session: optional(session),
  later: optional(later),
  administrators: optional(
    z.strictObject({
      policy: optional(z.array(name).check(z.maxLength(50))),
      people: optional(z.array(name).check(z.maxLength(50))),
      helpdesk: optional(z.array(helpdesk).check(z.maxLength(20))),
    }),
  ),
  roles: optional(z.record(name, role)),
  contexts: optional(z.record(name, context)),
  organisations: optional(organisations),
  strengths: optional(
    z.record(
      z.string().check(z.regex(/^[a-z][a-z0-9-]{0,49}$/, 'a strength is named in lower case, with digits and dashes')),
      strength,
    ),
  ),
  lockout: optional(
    z.strictObject({
      maxFailures: optional(failures.check(z.maximum(100))),
      window: optional(durationWithin(BOUNDS.window)),
      lockFor: optional(durationWithin(BOUNDS.lock)),
      growth: optional(z.number().check(z.minimum(1), z.maximum(10))),
      maxLockFor: optional(durationWithin(BOUNDS.lock)),
      hardLimit: optional(
        failures.check(z.maximum(100, 'at most 100 consecutive failures (NIST SP 800-63B-4 §3.2.2)')),
      ),
    }),
  ),
  recentProof: optional(durationWithin(BOUNDS.recentProof)),
  providerStrengthWithin: optional(durationWithin(BOUNDS.providerStrengthWithin)),
  passkeys: optional(z.strictObject({ counterRegression: optional(z.enum(['report', 'refuse'])) })),
  emailCodes: optional(z.strictObject({ offer: optional(z.enum(['when-nothing-stronger', 'always'])) })),
  enrollment: optional(firstFactor),
  recovery: optional(z.strictObject({ mailboxAlone: optional(z.enum(['baseline-only', 'refuse'])) })),
  onTighten: optional(
    z.union(
      [z.enum(['next-sign-in', 'next-request', 'step-up', 'revoke']), afterGrace],
      "is 'next-sign-in', 'next-request', 'step-up', 'revoke', or { after: '7d', then: one of the last three }",
    ),
  ),
  dormant: optional(z.strictObject({ after: durationWithin(BOUNDS.dormant), then: z.enum(['block']) })),
  passwords: optional(passwords),
  vault: optional(z.strictObject({ emergency: optional(z.enum(['optional', 'required'])) })),
  providers: optional(z.record(name, provider)),
  acknowledged: optional(z.array(acknowledged).check(z.maxLength(50))),
});
