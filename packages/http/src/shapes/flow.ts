import { BUILT_IN_METHODS, METHODS } from '@sallyport/core';
import type {
  AcceptedMethod,
  FlowAnswer,
  KeptTokens,
  OpenAnswer,
  ProviderView,
  Recovered,
  SessionInfo,
} from '@sallyport/engine';
import * as z from 'zod';
import type { JsonObject } from '../message/reply.ts';
import { reasonShape } from './reason.ts';
import { instant, list, open, part, type Shape, shape } from './shape.ts';

interface AcceptedMethodJson {
  method: string;
  provider?: string | undefined;
  location?: string | undefined;
  sentTo?: string | undefined;
  digits?: number | undefined;
  challenged?: true | undefined;
}

type Redirect = Extract<FlowAnswer, { status: 'redirect' }>;
type Complete = Extract<FlowAnswer, { status: 'complete' }>;
type Continue = Extract<FlowAnswer, { status: 'continue' }>;

export type FlowView = (
  | Exclude<FlowAnswer, Redirect | Complete | Continue>
  | (Omit<Continue, 'accept'> & { readonly accept: readonly (AcceptedMethod & { readonly location?: string })[] })
  | (Omit<Redirect, 'provider'> & { readonly location: string })
  | (Omit<Complete, 'session'> & { readonly session: SessionInfo & { readonly token?: string } })
) &
  TokensView;

/** In cookie mode the tokens are cookies. */
export interface TokensView {
  readonly flow?: NonNullable<KeptTokens['flow']>;
  readonly device?: { readonly token: string };
}

export const strength: z.ZodType<string, string> = part(
  'StrengthName',
  open(['single', 'baseline', 'enhanced', 'phishing-resistant']).meta({
    description: 'A built-in strength, or a strength that the policy defines.',
  }),
);

const because = list(reasonShape.schema).meta({
  description: 'The requirements of the policy, in words for the person.',
});

const backupCodes = z
  .optional(list(z.string()))
  .meta({ description: 'The server shows the codes only in this answer.' });

const session = z
  .object({
    accountId: z.string().meta({ description: 'The account that is signed in.' }),
    strength: strength.meta({ description: 'The strongest built-in strength that the proofs satisfy.' }),
    amr: list(z.string()).meta({ description: 'The authentication methods used (RFC 8176).' }),
    authTime: instant.meta({
      description: "The newest proof. A step-up with `within` counts from each proof's own time.",
    }),
    expiresAt: instant.meta({ description: 'The end of the session without another request.' }),
    soon: z
      .optional(
        part(
          'Soon',
          z
            .object({
              from: instant.meta({ description: 'The date.' }),
              requiredStrength: z.optional(strength).meta({
                description: 'The strongest strength that begins to be required. Absent: only a way in ends.',
              }),
              offer: list(z.string()).meta({
                description: 'The methods of which the person sets up one. Empty: an administrator has to help.',
              }),
            })
            .meta({ description: 'A date on which the policy begins to ask for more than the account can give.' }),
        ),
      )
      .meta({
        description: 'A date within thirty days from which on the account cannot sign in as it does now. Absent: none.',
      }),
  })
  .meta({ description: 'The session, as shown to its owner.' });

const tokens = {
  flow: z
    .optional(
      part(
        'FlowToken',
        z.object({ token: z.string(), expiresAt: instant }).meta({ description: 'Only in token mode.' }),
      ),
    )
    .meta({ description: 'The flow token for the next request, in token mode.' }),
  device: z
    .optional(part('DeviceToken', z.object({ token: z.string() }).meta({ description: 'Only in token mode.' })))
    .meta({ description: 'The token of this device, in token mode.' }),
};

export const acceptedMethod: z.ZodType<AcceptedMethodJson, AcceptedMethodJson> = part(
  'AcceptedMethod',
  z
    .object({
      method: open([...METHODS, 'enrollment-code']).meta({ description: 'The method to ask for.' }),
      provider: z.optional(z.string()).meta({ description: 'For `sso`: the provider.' }),
      location: z
        .optional(z.string())
        .meta({ description: "For `sso`: the address of the provider's sign-in, for the browser." }),
      sentTo: z.optional(z.string()).meta({ description: 'The masked address to which the code goes.' }),
      digits: z
        .optional(z.number())
        .meta({ description: 'For `totp`: the number of digits, if an imported app has not six.' }),
      challenged: z.optional(z.literal(true)).meta({
        description: 'The code answers a challenge: `POST /sign-in/METHOD/challenge`. Absent: it answers nothing.',
      }),
    })
    .meta({ description: 'A method that continues the flow.' }),
);

export const offeredMethod: z.ZodType<{ method: string }, { readonly method: string }> = part(
  'OfferedMethod',
  z
    .object({
      method: open(BUILT_IN_METHODS.filter(({ enrollable }) => enrollable).map(({ name }) => name)).meta({
        description: 'The method to set up.',
      }),
    })
    .meta({ description: 'A method that the person may set up to complete the sign-in.' }),
);

const confirmedBy = part(
  'ConfirmedBy',
  z
    .object({
      provider: z.string().meta({ description: 'The provider.' }),
      asOneWith: z
        .optional(list(z.object({ method: z.string(), provider: z.optional(z.string()) })))
        .meta({ description: 'Other proofs with which the sign-in counts as one: neither adds to the other.' }),
      moreIsEnough: z.optional(z.literal(true)).meta({
        description:
          'A sign-in at the provider alone is enough, if the provider asserts what the policy trusts. Absent: no assertion is enough.',
      }),
    })
    .meta({ description: 'A sign-in at a provider that counts in the flow.' }),
);

const identifier = z.optional(z.string()).meta({
  description:
    "The account's sign-in name, in a flow whose first proof is the link of a sign-up or an invitation, a passkey that verified its user, or a sign-in at a provider, and in a recovery after another factor. Absent otherwise.",
});

const continueAnswer = part(
  'ContinueAnswer',
  z
    .object({
      status: z.literal('continue').meta({ description: 'Tells the answers apart.' }),
      accept: list(acceptedMethod).meta({ description: 'The methods from which the person chooses. Never empty.' }),
      confirmedBy: z
        .optional(list(confirmedBy))
        .meta({ description: 'The sign-ins at providers that count. Absent: none counts.' }),
      identifier,
      backupCodes,
      because,
      ...tokens,
    })
    .meta({ description: 'The flow needs a further proof by one of the methods in `accept`.' }),
);

const enrollAnswer = part(
  'EnrollAnswer',
  z
    .object({
      status: z.literal('enroll').meta({ description: 'Tells the answers apart.' }),
      offer: list(offeredMethod).meta({
        description: 'The methods from which the person chooses one to set up. Never empty.',
      }),
      identifier,
      backupCodes,
      because,
      ...tokens,
    })
    .meta({
      description: "The account's methods are not sufficient: the person has to set up one of the methods in `offer`.",
    }),
);

const redirectAnswer = part(
  'RedirectAnswer',
  z
    .object({
      status: z.literal('redirect').meta({ description: 'Tells the answers apart.' }),
      location: z.string().meta({ description: "The address of the provider's sign-in." }),
      because,
      ...tokens,
    })
    .meta({ description: 'The sign-in continues at a provider: send the browser to `location`.' }),
);

const completeAnswer = part(
  'CompleteAnswer',
  z
    .object({
      status: z.literal('complete').meta({ description: 'Tells the answers apart.' }),
      session: session
        .extend({ token: z.optional(z.string()).meta({ description: 'Only in token mode.' }) })
        .meta({ description: 'The new or raised session.' }),
      backupCodes,
      continuation: z
        .optional(z.unknown())
        .meta({ description: 'The value that the host gave to `begin`, unchanged. Absent: the host gave none.' }),
      ...tokens,
    })
    .meta({ description: 'Signed in, stepped up, or enrolled.' }),
);

const openAnswer = part(
  'OpenAnswer',
  z
    .object({
      status: z.literal('open').meta({ description: 'Tells the answers apart.' }),
      methods: list(z.string()).meta({
        description: 'The ways in that everybody may try.',
      }),
      providers: list(
        part(
          'Provider',
          z
            .object({
              id: z.string().meta({ description: "The provider's name in the host's configuration." }),
              name: z.string().meta({ description: "The provider's name for people." }),
              location: z.string().meta({ description: "The address of the provider's sign-in, for the browser." }),
            })
            .meta({ description: 'A provider for single sign-on.' }),
        ),
      ).meta({ description: 'Empty if single sign-on is no way in.' }),
      preferSso: z.optional(z.string()).meta({
        description: "The policy's `preferSso`: the provider to which a sign-in without `local` goes at once.",
      }),
    })
    .meta({ description: 'No flow is open. Lists the methods with which everyone may begin a sign-in.' }),
);

const recoveredAnswer = part(
  'RecoveredAnswer',
  z
    .object({ status: z.literal('recovered').meta({ description: 'Tells the answers apart.' }) })
    .meta({ description: 'The password is replaced, and nobody is signed in. The person has to sign in again.' }),
);

const ofFlow = [continueAnswer, enrollAnswer, redirectAnswer, completeAnswer] as const;

export const flowAnswerShape: Shape<FlowView> = shape(
  z.discriminatedUnion('status', ofFlow).meta({ description: 'The answer of every flow endpoint.' }),
);

export type OpenView = Omit<OpenAnswer, 'providers'> & {
  readonly providers: readonly (ProviderView & { readonly location: string })[];
};

export const signInStatusShape: Shape<FlowView | OpenView> = shape(
  z
    .discriminatedUnion('status', [...ofFlow, openAnswer])
    .meta({ description: 'The state of the flow, or the ways to sign in if no flow is open. Branch on `status`.' }),
);

/** In a flow, or with the new password and without a session. */
export const recoveryAnswerShape: Shape<FlowView | Recovered> = shape(
  z.discriminatedUnion('status', [...ofFlow, recoveredAnswer]),
);

export const sessionAnswerShape: Shape<{ readonly session: SessionInfo }> = shape(
  z.object({ session: part('Session', session) }),
);

export const locationShape: Shape<{ readonly location: string }> = shape(
  z
    .object({ location: z.string().meta({ description: 'The address to which the page sends the browser.' }) })
    .meta({ description: 'Where a journey to a provider begins.' }),
);

export const signedOutShape: Shape<{ readonly logout?: string }> = shape(
  z
    .object({
      logout: z
        .optional(z.string())
        .meta({ description: 'The address at which the person signs out at the provider too.' }),
    })
    .meta({ description: 'The session is over.' }),
);

const asked = list(z.string()).meta({
  description: 'What the code answers, in the order of the answer: cells of a card.',
});

export const challengeShape: Shape<{ readonly asked: readonly string[]; readonly expiresAt: number }> = shape(
  z
    .object({ asked, expiresAt: instant })
    .meta({ description: 'What the next code of a method answers, in this flow and once.' }),
);

export const pendingTotpShape: Shape<{
  readonly secret: string;
  readonly uri: string;
  readonly sheet?: readonly (readonly string[])[] | undefined;
  readonly asked?: readonly string[] | undefined;
}> = shape(
  z
    .object({
      secret: z.string().meta({ description: 'The secret of `uri`, for typing.' }),
      uri: z
        .string()
        .meta({ description: 'The otpauth address for a QR code. Empty if no app takes the secret over.' }),
      sheet: z
        .optional(list(list(z.string())))
        .meta({ description: 'A table to print, row by row. Absent for an app.' }),
      asked: z.optional(asked),
    })
    .meta({
      description:
        'A secret for an authenticator app (RFC 6238). The present app keeps its secret until the person enters the first code of the new app.',
    }),
);

export const pendingCodeShape: Shape<{ readonly sentTo: string }> = shape(
  z
    .object({ sentTo: z.string().meta({ description: 'The masked address to which the code went.' }) })
    .meta({ description: 'The server sent a code to a new address.' }),
);

/** WebAuthn L3 §5.1.9. */
export const passkeyRequestOptionsShape: Shape<PasskeyOptions> = shape(z.looseObject({ challenge: z.string() }));

/** WebAuthn L3 §5.1.8. */
export const passkeyCreationOptionsShape: Shape<PasskeyOptions> = shape(z.looseObject({ challenge: z.string() }));

type PasskeyOptions = JsonObject & { readonly challenge: string };
