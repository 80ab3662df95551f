import type { Policy } from '../policy/policy.ts';
import { anywhere } from '../policy/policy-in.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { METHODS, type Method, type MethodMask, methodBit } from '../strength/method.ts';
import { availablePieces, matchedAsSaid, type Piece, provedPieces } from '../strength/pieces.ts';
import type { BuiltInStrength } from '../strength/strength-name.ts';
import { isAbove, strongestBuiltIn } from '../strength/strongest-built-in.ts';

/**
 * Without these proofs, somebody with the provider's password and the mailbox would set up an app, and not need the second factor at the provider any
 * more.
 */
export function missingAsSaid(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  methods: MethodMask,
): readonly Method[] | undefined {
  const said = levelSaid(anywhere(policy), account);
  if (!isAbove(said, 'baseline')) return undefined;
  const proved = provedPieces(policy, account, evidence, methods);
  const isPasskeyWayIn = (methods & methodBit('passkey')) !== 0;
  const isWeaker = (pieces: readonly Piece[]): boolean =>
    isAbove(said, strongestBuiltIn(policy, pieces, isPasskeyWayIn));
  if (!isWeaker(proved)) return undefined;
  const leading = availablePieces(policy, account, evidence, methods).filter(
    (piece) => piece.again !== true && !isWeaker([...proved, piece]),
  );
  const accept = METHODS.filter((name) => leading.some(({ method }) => method === name));
  if (accept.length > 0) return accept;
  // The provider may assert more when the person signs in there again.
  return (methods & methodBit('sso')) === 0 ? [] : ['sso'];
}

/** A context without the provider must not forget what the provider said. */
function levelSaid(policy: Policy, account: AccountFacts): BuiltInStrength {
  let level: BuiltInStrength = 'single';
  if ((requirementsOf(policy, account).rule.methods & methodBit('sso')) === 0) return level;
  for (const provider of account.factors.sso ?? []) {
    const piece = { method: 'sso', matched: matchedAsSaid(policy, account, provider), id: provider } as const;
    const alone = strongestBuiltIn(policy, [piece], false);
    if (isAbove(alone, level)) level = alone;
  }
  return level;
}
