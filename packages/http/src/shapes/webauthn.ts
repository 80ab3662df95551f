import type { Enroll, Mediation, SignIn } from '@sallyport/engine';
import * as z from 'zod';
import { base64url, line } from '../message/fields.ts';

type Assertion = Parameters<SignIn['passkey']>[1];
type Registration = Parameters<Enroll['passkey']>[1]['response'];

/** At most 1023 bytes (WebAuthn L3 §4). */
const credentialId = base64url(1_364);
const part = base64url(60_000);

/** Outputs of `prf` must never reach the server. */
const extensionResults = z.looseObject({
  credProps: z.exactOptional(z.looseObject({ rk: z.exactOptional(z.boolean()) })),
});

const credential = {
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish().catch(undefined),
  clientExtensionResults: extensionResults.default({}),
};

/** WebAuthn L3 §5.1, toJSON. Drops members that browsers add. */
const assertion: z.ZodType<Assertion> = z
  .looseObject({
    ...credential,
    response: z.looseObject({
      clientDataJSON: part,
      authenticatorData: part,
      signature: part,
      userHandle: base64url(128).nullish(),
    }),
  })
  .superRefine(refusePrfResults)
  .transform(({ id, rawId, type, clientExtensionResults, response }) => ({
    id,
    rawId,
    type,
    clientExtensionResults: used(clientExtensionResults),
    response: {
      clientDataJSON: response.clientDataJSON,
      authenticatorData: response.authenticatorData,
      signature: response.signature,
      userHandle: typeof response.userHandle === 'string' ? response.userHandle : undefined,
    },
  }));

/** The options of a sign-in are the same in the autofill. */
export const ceremonyBody: z.ZodType<{ mediation?: Mediation }> = z.strictObject({
  mediation: z.exactOptional(z.literal('conditional')),
});

const registration: z.ZodType<Registration> = z
  .looseObject({
    ...credential,
    response: z.looseObject({
      clientDataJSON: part,
      attestationObject: part,
      transports: z.array(line(32)).max(16).nullish(),
    }),
  })
  .superRefine(refusePrfResults)
  .transform(({ id, rawId, type, authenticatorAttachment, clientExtensionResults, response }) => ({
    id,
    rawId,
    type,
    authenticatorAttachment: typeof authenticatorAttachment === 'string' ? authenticatorAttachment : undefined,
    clientExtensionResults: used(clientExtensionResults),
    response: {
      clientDataJSON: response.clientDataJSON,
      attestationObject: response.attestationObject,
      transports: Array.isArray(response.transports) ? response.transports : undefined,
    },
  }));

/** The response itself, or `{ response }`. */
export const assertionBody: z.ZodType<Assertion> = z.union([
  assertion,
  z.strictObject({ response: assertion }).transform(({ response }) => response),
]);

/** `{ response, name? }`, or the response itself. */
export const registrationBody: z.ZodType<{ response: Registration; name?: string }> = z.union([
  z.strictObject({ response: registration, name: z.exactOptional(line(64)) }),
  registration.transform((response) => ({ response })),
]);

function used({ credProps }: z.output<typeof extensionResults>): Registration['clientExtensionResults'] {
  return credProps?.rk === undefined ? {} : { credProps: { rk: credProps.rk } };
}

/** At any depth: `prf.results` open a vault in the client. */
function refusePrfResults(value: unknown, context: z.RefinementCtx): void {
  if (holdsPrfResults(value)) {
    context.addIssue({
      code: 'custom',
      path: ['clientExtensionResults', 'prf', 'results'],
      message: 'must not be sent',
    });
  }
}

function holdsPrfResults(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, member]) => (name === 'prf' && hasResults(member)) || holdsPrfResults(member),
  );
}

const hasResults = (prf: unknown): boolean => typeof prf === 'object' && prf !== null && Object.hasOwn(prf, 'results');
