import { BUILT_IN_METHODS, METHODS } from '@sallyport/core';
import type {
  AcceptedMethod,
  FlowAnswer,
  KeptTokens,
  OpenAnswer,
  ProviderView,
  Recovered,
  SessionInfo,
  WordedReason,
} from '@sallyport/engine';
import * as z from 'zod';
import type { JsonObject } from '../message/reply.ts';
import { instant, list, open, part, type Shape, shape } from './shape.ts';

type Redirect = Extract<FlowAnswer, { status: 'redirect' }>;
type Complete = Extract<FlowAnswer, { status: 'complete' }>;
type Continue = Extract<FlowAnswer, { status: 'continue' }>;

/** The answer of a flow in JSON: with the address of a redirect, and in token mode with the client's tokens. */
export type FlowView = (
  | Exclude<FlowAnswer, Redirect | Complete | Continue>
  | (Omit<Continue, 'accept'> & { readonly accept: readonly (AcceptedMethod & { readonly location?: string })[] })
  | (Omit<Redirect, 'provider'> & { readonly location: string })
  | (Omit<Complete, 'session'> & { readonly session: SessionInfo & { readonly token?: string } })
) &
  TokensView;

/** The tokens of a client in token mode. A client in cookie mode gets the tokens as cookies. */
export interface TokensView {
  readonly flow?: KeptTokens['session'];
  readonly device?: { readonly token: string };
}

export const strength: z.ZodType<string, string> = part(
  'StrengthName',
  open(['single', 'baseline', 'enhanced', 'phishing-resistant']).meta({
    description: 'A built-in strength, or a strength that the policy defines.',
  }),
);

/** The reason for a demand, worded for the reader. */
export const reasonShape: Shape<WordedReason> = shape(
  z
    .object({
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number(), list(z.string())])),
      message: z.string(),
      source: z.union([z.enum(['tenant', 'account', 'route']), part('RoleSource', z.object({ role: z.string() }))]),
      satisfiedBy: z
        .optional(list(list(z.string())))
        .meta({ description: 'Each inner list is a sufficient combination of methods.' }),
    })
    .meta({ description: 'The reason for a requirement of the policy. The server words `message` for the reader.' }),
);
const because = list(reasonShape.schema);

const backupCodes = z
  .optional(list(z.string()))
  .meta({ description: 'The server shows the codes only in this answer.' });

const session = z
  .object({
    accountId: z.string(),
    strength,
    amr: list(z.string()).meta({ description: 'The authentication methods used (RFC 8176).' }),
    authTime: instant,
    expiresAt: instant,
  })
  .meta({ description: 'The session, as shown to its owner.' });

const tokens = {
  flow: z.optional(
    part('FlowToken', z.object({ token: z.string(), expiresAt: instant }).meta({ description: 'Only in token mode.' })),
  ),
  device: z.optional(part('DeviceToken', z.object({ token: z.string() }).meta({ description: 'Only in token mode.' }))),
};

const continueAnswer = part(
  'ContinueAnswer',
  z
    .object({
      status: z.literal('continue'),
      accept: list(
        part(
          'AcceptedMethod',
          z
            .object({
              method: open([...METHODS, 'enrollment-code']),
              provider: z.optional(z.string()).meta({ description: 'For `sso`: the provider.' }),
              location: z
                .optional(z.string())
                .meta({ description: "For `sso`: the address of the provider's sign-in, for the browser." }),
              sentTo: z.optional(z.string()).meta({ description: 'The masked address to which the code goes.' }),
            })
            .meta({ description: 'A method that continues the flow.' }),
        ),
      ),
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
      status: z.literal('enroll'),
      offer: list(
        part(
          'OfferedMethod',
          z
            .object({ method: open(BUILT_IN_METHODS.filter(({ enrollable }) => enrollable).map(({ name }) => name)) })
            .meta({ description: 'A method that the person may set up to complete the sign-in.' }),
        ),
      ),
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
    .object({ status: z.literal('redirect'), location: z.string(), because, ...tokens })
    .meta({ description: 'The sign-in continues at a provider: send the browser to `location`.' }),
);

const completeAnswer = part(
  'CompleteAnswer',
  z
    .object({
      status: z.literal('complete'),
      session: session.extend({ token: z.optional(z.string()).meta({ description: 'Only in token mode.' }) }),
      backupCodes,
      continuation: z.optional(z.unknown()),
      ...tokens,
    })
    .meta({ description: 'Signed in, stepped up, or enrolled.' }),
);

const openAnswer = part(
  'OpenAnswer',
  z
    .object({
      status: z.literal('open'),
      methods: list(z.string()),
      providers: list(
        part(
          'Provider',
          z
            .object({
              id: z.string(),
              name: z.string(),
              location: z.string().meta({ description: "The address of the provider's sign-in, for the browser." }),
            })
            .meta({ description: 'A provider for single sign-on.' }),
        ),
      ),
      preferSso: z.optional(z.string()),
    })
    .meta({ description: 'No flow is open. Lists the methods with which everyone may begin a sign-in.' }),
);

const recoveredAnswer = part(
  'RecoveredAnswer',
  z
    .object({ status: z.literal('recovered') })
    .meta({ description: 'The password is replaced, and nobody is signed in. The person has to sign in again.' }),
);

const ofFlow = [continueAnswer, enrollAnswer, redirectAnswer, completeAnswer] as const;

export const flowAnswerShape: Shape<FlowView> = shape(
  z.discriminatedUnion('status', ofFlow).meta({ description: 'The answer of every flow endpoint.' }),
);

/** The answer before a flow is open, with the addresses of the providers. */
export type OpenView = Omit<OpenAnswer, 'providers'> & {
  readonly providers: readonly (ProviderView & { readonly location: string })[];
};

export const signInStatusShape: Shape<FlowView | OpenView> = shape(
  z.discriminatedUnion('status', [...ofFlow, openAnswer]),
);

/** A recovery continues in a flow, or ends with the new password and without a session. */
export const recoveryAnswerShape: Shape<FlowView | Recovered> = shape(
  z.discriminatedUnion('status', [...ofFlow, recoveredAnswer]),
);

export const sessionAnswerShape: Shape<{ readonly session: SessionInfo }> = shape(
  z.object({ session: part('Session', session) }),
);

export const locationShape: Shape<{ readonly location: string }> = shape(
  z.object({ location: z.string().meta({ description: 'The address to which the page sends the browser.' }) }),
);

export const signedOutShape: Shape<{ readonly logout?: string }> = shape(
  z.object({
    logout: z
      .optional(z.string())
      .meta({ description: 'The address at which the person signs out at the provider too.' }),
  }),
);

export const pendingTotpShape: Shape<{ readonly secret: string; readonly uri: string }> = shape(
  z.object({
    secret: z.string().meta({ description: 'The secret of `uri`, for typing.' }),
    uri: z.string().meta({ description: 'The otpauth address for a QR code.' }),
  }),
);

export const pendingCodeShape: Shape<{ readonly sentTo: string }> = shape(
  z
    .object({ sentTo: z.string().meta({ description: 'The masked address to which the code went.' }) })
    .meta({ description: 'The server sent a code to a new address.' }),
);

/** PublicKeyCredentialRequestOptionsJSON (WebAuthn L3 §5.1.9). */
export const passkeyRequestOptionsShape: Shape<PasskeyOptions> = shape(z.looseObject({ challenge: z.string() }));

/** PublicKeyCredentialCreationOptionsJSON (WebAuthn L3 §5.1.8). */
export const passkeyCreationOptionsShape: Shape<PasskeyOptions> = shape(z.looseObject({ challenge: z.string() }));

type PasskeyOptions = JsonObject & { readonly challenge: string };
