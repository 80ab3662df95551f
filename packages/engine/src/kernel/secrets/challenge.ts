import { type Instant, instant } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import { LIFETIMES } from '../../contract/lifetimes.ts';
import type { KeyRing } from './key-ring.ts';
import type { Random } from './token.ts';

export interface ChallengeMaker {
  readonly ring: KeyRing;
  readonly random: Random;
  readonly now: () => Instant;
}

export interface ChallengeScope {
  readonly tenant: TenantId;
  /** `create-conditionally`: WebAuthn L3 §5.1.3. */
  readonly ceremony: 'create' | 'create-conditionally' | 'get' | 'sso';
  readonly boundTo: string;
}

const RANDOM_BYTES = 18;
const EXPIRY_BYTES = 6;

/** WebAuthn L3 §13.4.3. The commit that accepts the challenge writes a single-use value. */
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
