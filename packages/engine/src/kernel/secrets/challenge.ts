import { type Instant, instant } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import { LIFETIMES } from '../../contract/lifetimes.ts';
import type { KeyRing } from './key-ring.ts';
import type { Random } from './token.ts';

/** The collaborators for making challenges. */
export interface ChallengeMaker {
  readonly ring: KeyRing;
  readonly random: Random;
  readonly now: () => Instant;
}

/** The scope in which a challenge is valid. */
export interface ChallengeScope {
  readonly tenant: TenantId;
  /** `create-conditionally`: the browser creates a passkey by itself (WebAuthn L3 §5.1.3). */
  readonly ceremony: 'create' | 'create-conditionally' | 'get' | 'sso';
  /** The id of a flow or session, or `anyone` if there is neither. For `sso`: the provider's id. */
  readonly boundTo: string;
}

const RANDOM_BYTES = 18;
const EXPIRY_BYTES = 6;

/**
 * Makes a WebAuthn challenge that needs no storage (WebAuthn L3 §13.4.3): its end, 144 random bits, and a keyed hash over both and the
 * scope. The commit that accepts the challenge writes a single-use value, so that a second use fails.
 */
export function newChallenge(
  { ring, random, now }: ChallengeMaker,
  scope: ChallengeScope,
  lifetime: number = LIFETIMES.challenge,
): string {
  const expiry = Buffer.alloc(EXPIRY_BYTES);
  expiry.writeUIntBE(now() + lifetime, 0, EXPIRY_BYTES);
  const body = Buffer.concat([expiry, random(RANDOM_BYTES)]).toString('base64url');
  return `${body}${ring.hash('challenge', text(scope, body))}`;
}

/** Returns the single-use value of a challenge, or `undefined` if this server did not make the challenge for this scope, or the challenge expired. */
export function readChallenge(
  { ring }: Pick<ChallengeMaker, 'ring'>,
  scope: ChallengeScope,
  challenge: string,
  now: Instant,
): { key: string; expiresAt: Instant } | undefined {
  const length = ((EXPIRY_BYTES + RANDOM_BYTES) * 4) / 3;
  const body = challenge.slice(0, length);
  if (!ring.matches('challenge', text(scope, body), challenge.slice(length))) return undefined;
  const expiresAt = instant(Buffer.from(body, 'base64url').readUIntBE(0, EXPIRY_BYTES));
  return expiresAt > now ? { key: `challenge:${body}`, expiresAt } : undefined;
}

function text({ tenant, ceremony, boundTo }: ChallengeScope, body: string): string {
  return `${tenant} ${ceremony} ${boundTo} ${body}`;
}
