import type { AccountFactors } from './account-factors.ts';
import type { MethodDescriptor, StrongSecond } from './methods/descriptor.ts';
import { BUILT_IN_METHODS } from './methods/index.ts';

type BuiltIn = (typeof BUILT_IN_METHODS)[number];

export const PLAIN_SECONDS: readonly BuiltIn[] = BUILT_IN_METHODS.filter(
  ({ use, delivered }) => use === 'second' && !delivered,
);

export const STRONG_SECONDS: readonly StrongSecondMethod[] = PLAIN_SECONDS.filter(isStrongSecond);

type StrongSecondMethod = Extract<BuiltIn, StrongSecond>;

/** The name of a second factor that is strong by itself. */
export type StrongSecondName = StrongSecondMethod['name'];

function isStrongSecond(method: MethodDescriptor): method is StrongSecondMethod {
  return method.use === 'second' && method.enrollable === true && method.worthForSetUp === 'strong';
}

export function plainSeconds(factors: AccountFactors): number {
  let which = 0;
  for (const { enrolled } of PLAIN_SECONDS) which = which * 2 + (enrolled(factors) ? 1 : 0);
  return which;
}

export function partOf({ name, factor }: MethodDescriptor): Partial<AccountFactors> {
  const { passkeys: _, ...part } = factor.add({ passkeys: [] }, { text: name, name, traits: new Map() }) ?? {};
  return part;
}

export function joined<Factors extends Partial<AccountFactors>>(
  factors: Factors,
  more: Partial<AccountFactors>,
): Factors & Partial<AccountFactors> {
  const both = { ...factors, ...more };
  if (factors.others === undefined || more.others === undefined) return both;
  return { ...both, others: [...new Set([...factors.others, ...more.others])] };
}

/** The thing that holds the secret of a method, for the analysis of threats. */
export function thingOf({ name, thing }: MethodDescriptor): NonNullable<MethodDescriptor['thing']> {
  return thing ?? { name };
}
