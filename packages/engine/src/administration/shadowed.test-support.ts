import type { PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal, type ShadowReport } from '@sallyport/engine';
import { ADMINISTRATORS, type Embedded, embedded, TENANT } from '../embedded.test-support.ts';

export const BY = { by: hostCode('rollout') } as const;
export const ADA = 'ada@example.org';
export const BEN = 'ben@example.org';

export type Input = PolicyInput<string>;
export const BASELINE: Input = { administrators: ADMINISTRATORS, requiredStrength: 'baseline' };
export const SINGLE: Input = { ...BASELINE, requiredStrength: 'single' };
export const STAFF: Input = { ...BASELINE, roles: { staff: { requiredStrength: 'enhanced' } } };

export async function shadowed(
  policy: Input,
  draft: Input,
  options: Parameters<typeof embedded>[0] = {},
): Promise<Embedded> {
  const world = await embedded({ ...options, policy });
  const started = await world.auth.policy.shadow(TENANT, draft, BY);
  if (isRefusal(started)) throw new Error(JSON.stringify(started));
  world.now += 1_000;
  return world;
}

export async function report(world: Embedded, page: Parameters<Embedded['auth']['policy']['shadowReport']>[1] = {}) {
  // What follows a reply is written before a run of the background work ends.
  await world.auth.runBackgroundWork();
  const found = await world.auth.policy.shadowReport(TENANT, page);
  if (isRefusal(found)) throw new Error(found.refused);
  return found;
}

export function countsOf({ askedForMore, denied, letOff }: ShadowReport) {
  return { askedForMore, denied, letOff };
}

export const NOBODY = { askedForMore: 0, denied: 0, letOff: 0 };
export const ENHANCED = { requiredStrength: 'enhanced' } as const;
export const SESSION = { needs: 'session' } as const;
