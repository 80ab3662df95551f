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

/** The answer of a flow as it travels: with the address of a redirect, and in token mode with the client's tokens. */
export type FlowView = (
  | Exclude<FlowAnswer, Redirect | Complete | Continue>
  | (Omit<Continue, 'accept'> & { readonly accept: readonly (AcceptedMethod & { readonly location?: string })[] })
  | (Omit<Redirect, 'provider'> & { readonly location: string })
  | (Omit<Complete, 'session'> & { readonly session: SessionInfo & { readonly token?: string } })
) &
  TokensView;

/** The tokens of a client in token mode; a client in cookie mode has them in cookies. */
export interface TokensView {
  readonly flow?: KeptTokens['session'];
  readonly device?: { readonly token: string };
}

export const strength: z.ZodType<string, string> = part(
  'StrengthName',
  open(['single', 'baseline', 'enhanced', 'phishing-resistant']).meta({
    description: 'A built-in strength, or one that the policy defines.',
  }),
);

/** Why something is asked, worded for the reader. */
export const reasonShape: Shape<WordedReason> = shape(
  z
    .object({
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number(), list(z.string())])),
      message: z.string(),
      source: z.union([z.enum(['tenant', 'account', 'route']), part('RoleSource', z.object({ role: z.string() }))]),
      satisfiedBy: z
        .optional(list(list(z.string())))
        .meta({ description: 'Each inner list is one combination of methods that is enough.' }),
    })
    .meta({ description: 'Why the policy asks for something, worded by the server for the reader.' }),
);
const because = list(reasonShape.schema);

const backupCodes = z.optional(list(z.string())).meta({ description: 'Shown this once.' });

const session = z
  .object({
    accountId: z.string(),
    strength,
    amr: list(z.string()).meta({ description: 'The authentication methods used (RFC 8176).' }),
    authTime: instant,
    expiresAt: instant,
  })
  .meta({ description: 'A session as its owner sees it.' });

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
              location: z.optional(z.string()).meta({ description: 'For `sso`: where a browser goes to it.' }),
              sentTo: z.optional(z.string()).meta({ description: 'Where a code goes, masked.' }),
            })
            .meta({ description: 'A way to go on in a flow.' }),
        ),
      ),
      backupCodes,
      because,
      ...tokens,
    })
    .meta({ description: 'Something more has to be proved: one of `accept`.' }),
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
            .meta({ description: 'What may be set up to finish a sign-in.' }),
        ),
      ),
      because,
      ...tokens,
    })
    .meta({ description: 'Nothing the account has is enough: one of `offer` has to be set up.' }),
);

const redirectAnswer = part(
  'RedirectAnswer',
  z
    .object({ status: z.literal('redirect'), location: z.string(), because, ...tokens })
    .meta({ description: 'The sign-in goes on elsewhere: send the browser to `location`.' }),
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
              location: z.string().meta({ description: 'Where a browser goes to sign in there.' }),
            })
            .meta({ description: 'A provider for single sign-on.' }),
        ),
      ),
      preferSso: z.optional(z.string()),
    })
    .meta({ description: 'No flow is open: the ways in that the policy has for everyone.' }),
);

const recoveredAnswer = part(
  'RecoveredAnswer',
  z
    .object({ status: z.literal('recovered') })
    .meta({ description: 'The password is replaced and nobody is signed in: the person signs in afresh.' }),
);

const ofFlow = [continueAnswer, enrollAnswer, redirectAnswer, completeAnswer] as const;

export const flowAnswerShape: Shape<FlowView> = shape(
  z.discriminatedUnion('status', ofFlow).meta({ description: 'The answer of every flow endpoint.' }),
);

/** Before there is a flow, with the addresses of the providers. */
export type OpenView = Omit<OpenAnswer, 'providers'> & {
  readonly providers: readonly (ProviderView & { readonly location: string })[];
};

export const signInStatusShape: Shape<FlowView | OpenView> = shape(
  z.discriminatedUnion('status', [...ofFlow, openAnswer]),
);

/** A recovery goes on in a flow, or is over with the password replaced and nobody signed in. */
export const recoveryAnswerShape: Shape<FlowView | Recovered> = shape(
  z.discriminatedUnion('status', [...ofFlow, recoveredAnswer]),
);

export const sessionAnswerShape: Shape<{ readonly session: SessionInfo }> = shape(
  z.object({ session: part('Session', session) }),
);

export const locationShape: Shape<{ readonly location: string }> = shape(
  z.object({ location: z.string().meta({ description: 'Where the page sends the browser.' }) }),
);

export const signedOutShape: Shape<{ readonly logout?: string }> = shape(
  z.object({
    logout: z.optional(z.string()).meta({ description: 'Where the person signs out at the provider as well.' }),
  }),
);

export const pendingTotpShape: Shape<{ readonly secret: string; readonly uri: string }> = shape(
  z.object({
    secret: z.string().meta({ description: 'The same as in `uri`, for typing.' }),
    uri: z.string().meta({ description: 'The otpauth address for a QR code.' }),
  }),
);

export const pendingCodeShape: Shape<{ readonly sentTo: string }> = shape(
  z
    .object({ sentTo: z.string().meta({ description: 'Where the code went, masked.' }) })
    .meta({ description: 'A code is on its way to a new address.' }),
);

/** PublicKeyCredentialRequestOptionsJSON (WebAuthn L3 §5.1.9). */
export const passkeyRequestOptionsShape: Shape<PasskeyOptions> = shape(z.looseObject({ challenge: z.string() }));

/** PublicKeyCredentialCreationOptionsJSON (WebAuthn L3 §5.1.8). */
export const passkeyCreationOptionsShape: Shape<PasskeyOptions> = shape(z.looseObject({ challenge: z.string() }));

type PasskeyOptions = JsonObject & { readonly challenge: string };
