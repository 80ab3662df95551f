import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import {
  DELIVERED,
  type Method,
  type MethodMask,
  maskOf,
  maskWhere,
  methodBit,
  WAY_IN_MASK,
} from '../strength/method.ts';
import { availablePieces, type Piece } from '../strength/pieces.ts';
import { type Completions, completions, methodsOfSets, usefulMethods } from './completions.ts';
import type { Weighed } from './weigh.ts';

export function nextFactors(policy: Policy, weighed: Weighed): readonly Method[] | undefined {
  const missing = whatIsMissing(policy, weighed);
  return missing.useful === 0 ? undefined : acceptable(policy, weighed, missing);
}

/** A passkey that was used without user verification is asked for again only if no other proof leads to a grant. */
function whatIsMissing(policy: Policy, { account, methods, requirements, ...weighed }: Weighed): Completions {
  const missingOf = (pieces: readonly Piece[]): Completions =>
    completions(requirements.required, weighed.proved, pieces, weighed.passkeyIsWayIn);
  const available = availablePieces(policy, without(account, weighed.dateless), weighed.beside, methods);
  const first = available.filter(({ again }) => again !== true);
  const missing = missingOf(first);
  return missing.useful === 0 && first.length < available.length ? missingOf(available) : missing;
}

function without(account: AccountFacts, providers: readonly string[]): AccountFacts {
  if (providers.length === 0) return account;
  const { factors } = account;
  return { ...account, factors: { ...factors, sso: factors.sso?.filter((name) => !providers.includes(name)) } };
}

/** An allowed way in comes first. A delivered code is left out if a stronger method leads to a grant. */
function acceptable({ emailCodes }: Policy, { proved, methods }: Weighed, missing: Completions): readonly Method[] {
  const waysIn = methods & WAY_IN_MASK;
  if (!proved.some(({ method }) => (waysIn & methodBit(method)) !== 0)) return usefulMethods(missing, waysIn);
  if ((missing.useful & DELIVERED) === 0 || emailCodes === 'always' || !methodsOfSets(missing).some(isStronger))
    return usefulMethods(missing, -1);
  return usefulMethods(missing, ~DELIVERED);
}

function isStronger(methods: readonly Method[]): boolean {
  const all = maskOf(methods);
  return (all & DELIVERED) === 0 && (all & STRONG) !== 0;
}

const STRONG: MethodMask = maskWhere(({ worthForSetUp }) => worthForSetUp === 'strong');
