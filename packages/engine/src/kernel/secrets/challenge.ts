import { type Instant, instant } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import { LIFETIMES } from '../../contract/lifetimes.ts';
import type { KeyRing } from './key-ring.ts';
import type { Random } from './token.ts';

/** What challenges are made with. */
export interface ChallengeMaker {
  readonly ring: KeyRing;
  readonly random: Random;
  readonly now: () => Instant;
}

/** Where a challenge is good: for whom and for what. */
export interface ChallengeScope {
  readonly tenant: TenantId;
  readonly ceremony: 'create' | 'get' | 'sso';
  /** A flow, a session, or `anyone`, before there is either; for `sso` a provider. */
  readonly boundTo: string;
}

const RANDOM_BYTES = 18;
const EXPIRY_BYTES = 6;

/**
 * A WebAuthn challenge that vouches for itself (WebAuthn L3 §13.4.3): when it ends, 144 random bits, and a keyed hash over both and
 * its scope. Asking for one writes nothing; the commit that uses it spends it.
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

/** The mark that spends a challenge, if it is one of ours, for this scope, and not past its end. */
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
