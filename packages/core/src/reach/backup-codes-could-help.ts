import { completions } from '../decision/completions.ts';
import { reachesRequired } from '../decision/strongest.ts';
import { waysIn } from '../enrollment/enrollment.ts';
import type { Policy } from '../policy/policy.ts';
import { anywhere } from '../policy/policy-in.ts';
import { type Requirements, requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFactors, AccountFacts, PasskeyFacts } from '../strength/account-facts.ts';
import { type MethodMask, methodBit } from '../strength/method.ts';
import { availablePieces, enrollablePieces, type Piece } from '../strength/pieces.ts';

/**
 * Whether a backup code could ever bring this account further, whatever the account sets up later: beside the other proofs of a sign-in or of a step-up,
 * or as the proof that opens the set-up of what the account lacks. An account that has to sign in with a passkey has no use for backup codes.
 *
 * @param account with a passkey or an authenticator app, because a backup code stands in for one
 * @example
 * ```ts
 * import { backupCodesCouldHelp, definePolicy } from '@sallyport/core';
 *
 * const policy = definePolicy({ roles: { admin: { requiredStrength: 'phishing-resistant' } } });
 * const passkeys = [{ id: 'one', userVerified: true, deviceBound: true, attested: false, aaguid: '' }];
 * const factors = { password: 'independent', passkeys } as const;
 * console.log(backupCodesCouldHelp(policy, { roles: ['admin'], factors })); // false
 * console.log(backupCodesCouldHelp(policy, { roles: [], factors })); // true
 * ```
 */
export function backupCodesCouldHelp(inForce: Policy, account: AccountFacts): boolean {
  const policy = anywhere(inForce);
  const requirements = requirementsOf(policy, account);
  if (couldCount(policy, requirements)) return true;
  // Beside a way in, a code opens the set-up of what the account lacks.
  const ways = waysIn(account, requirements.rule.methods & policy.brought);
  return ways.length > 0 && !reachesRequired(policy, withSilentProviders(account));
}

/** Depends on the rules of the account alone. Profiles ask for every account of a tenant. */
function couldCount(policy: Policy, requirements: Requirements): boolean {
  const { rule, unknown } = requirements;
  if (unknown.length > 0) return false;
  const known = KNOWN.get(policy) ?? new Map<string, boolean>();
  KNOWN.set(policy, known);
  const key = `${rule.strengths} ${rule.methods}`;
  const counts = known.get(key) ?? countsFor(policy, requirements);
  known.set(key, counts);
  return counts;
}

const KNOWN: WeakMap<Policy, Map<string, boolean>> = new WeakMap();

function countsFor(policy: Policy, { rule, required }: Requirements): boolean {
  const methods = rule.methods & policy.brought;
  const { broughtProviders: sso = [...policy.providers.keys()] } = policy;
  const has = (factors: AccountFactors): AccountFacts => ({ roles: [], factors });
  const waysIn = has({ password: 'independent', ldap: true, sso, totp: true, backupCodes: 1, passkeys: [] });
  const pieces = [
    ...availablePieces(policy, waysIn, [], methods).toSorted((a, b) => Number(isCode(b)) - Number(isCode(a))),
    // A provider may assert less than its best, and a passkey may be of the least kind.
    ...availablePieces(policy, has({ sso, passkeys: [LEAST] }), [], methods, 'as-said'),
    ...enrollablePieces(policy, waysIn),
  ];
  const passkeyIsWayIn = (methods & methodBit('passkey')) !== 0;
  // A step-up may ask for any strength of the policy, after a sign-in of this account.
  return policy.strengths.some(
    (asked) => (completions([...required, asked], [], pieces, passkeyIsWayIn).useful & CODE) !== 0,
  );
}

function isCode({ method }: Piece): boolean {
  return method === 'backup-code';
}

function withSilentProviders(account: AccountFacts): AccountFacts {
  const { reported: _, ...factors } = account.factors;
  const said = Object.fromEntries((factors.sso ?? []).map((provider) => [provider, {}]));
  return { ...account, factors: { ...factors, said } };
}

const CODE: MethodMask = methodBit('backup-code');
const LEAST: PasskeyFacts = { id: '', userVerified: false, deviceBound: false, attested: false, aaguid: '' };
