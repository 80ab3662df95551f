import * as z from 'zod/mini';
import type { AccountFactors, PasskeyFacts } from '../account-factors.ts';
import type { Enrollable, PlainEvidence, WayIn, WrittenWord } from './descriptor.ts';

/** A passkey's assertion that was verified (WebAuthn L3 §7.2), or its registration in the flow. */
export interface PasskeyEvidence extends PlainEvidence<'passkey'> {
  /** The credential id, base64url. */
  readonly credentialId: string;
  /** The UV flag of the assertion (WebAuthn L3 §6.1): the authenticator verified its user. */
  readonly userVerified: boolean;
  /** Not backup eligible (WebAuthn L3 §6.1.3): the key cannot leave its authenticator. */
  readonly deviceBound: boolean;
  /** The authenticator model, as the authenticator states it. */
  readonly aaguid: string;
  /** A verified certificate path vouches for the model. */
  readonly attested: boolean;
  /** The flow registered the passkey (WebAuthn L3 §7.1), and the person came in by another proof. Absent: an assertion. */
  readonly setUpHere?: true;
}

/** The properties that a passkey proof needs. An absent property asks for nothing. */
export interface PasskeyPattern {
  /** Selects this kind of pattern. */
  readonly method: 'passkey';
  /** The UV flag (WebAuthn L3 §6.1). */
  readonly userVerified?: boolean;
  /** The key cannot leave its authenticator (not backup eligible, WebAuthn L3 §6.1.3). */
  readonly deviceBound?: boolean;
  /** Accepted authenticator models, as the authenticator states its model. */
  readonly aaguid?: readonly string[];
  /** A verified certificate path vouches for the model. */
  readonly attested?: boolean;
}

export type PasskeyTraits = Pick<PasskeyFacts, 'userVerified' | 'deviceBound' | 'aaguid' | 'attested'>;

const flag = z.exactOptional(z.boolean());

/** A passkey that verified its user counts as two factors (NIST SP 800-63B-4 §3.1.7). */
export const passkey: WayIn<'passkey', PasskeyEvidence> & Enrollable = {
  name: 'passkey',
  use: 'way-in',
  beside: ['baseline', 'enhanced', 'phishing-resistant'],
  alone: {
    pattern: { method: 'passkey', userVerified: true },
    strengths: ['baseline', 'enhanced', 'phishing-resistant'],
  },
  asks: {
    userVerified: flag,
    deviceBound: flag,
    aaguid: z.exactOptional(
      z
        .array(
          z
            .string()
            .check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'an AAGUID is written as a lower-case UUID')),
        )
        .check(z.minLength(1), z.maxLength(200)),
    ),
    attested: flag,
  },
  inSentences: 'passkey',
  enrollable: true,
  worthForSetUp: 'strong',
  enrolled: ({ passkeys }) => passkeys.length > 0,
  factor: {
    name: 'passkey',
    add: (factors, word) => ({ ...factors, passkeys: [...factors.passkeys, passkeyOf(word, factors)] }),
  },
  traits: ['device-bound', 'attested', 'unverified', 'aaguid'],
  proof: ({ which, traits }, { passkeys }, at) => {
    const facts = which === undefined ? passkeys[0] : passkeys.find(({ id }) => id === which);
    if (facts === undefined) return undefined;
    const { id: credentialId, ...rest } = facts;
    return {
      method: 'passkey',
      at,
      credentialId,
      ...rest,
      userVerified: rest.userVerified && !traits.has('unverified'),
    };
  },
};

/** By default the passkey verifies its user, may be synced and is not attested. */
function passkeyOf({ which, traits }: WrittenWord, { passkeys }: AccountFactors): PasskeyFacts {
  return {
    id: which ?? `passkey-${passkeys.length + 1}`,
    userVerified: !traits.has('unverified'),
    deviceBound: traits.has('device-bound'),
    aaguid: traits.get('aaguid')?.[0] ?? '00000000-0000-0000-0000-000000000000',
    attested: traits.has('attested'),
  };
}

/** Without `attested` in the pattern, a model that the authenticator merely claims is enough. */
export function passkeyMatches(pattern: { readonly method: string }, traits: PasskeyTraits): boolean {
  if (!isPasskey(pattern)) return false;
  if (pattern.userVerified === true && !traits.userVerified) return false;
  if (pattern.deviceBound === true && !traits.deviceBound) return false;
  if (pattern.attested === true && !traits.attested) return false;
  return pattern.aaguid === undefined || pattern.aaguid.includes(traits.aaguid);
}

function isPasskey(pattern: { readonly method: string }): pattern is PasskeyPattern {
  return pattern.method === 'passkey';
}
