import type { Policy } from '../../policy/policy.ts';
import type { AccountFactors } from '../../requirements/account-facts.ts';
import type { Evidence } from '../../strength/evidence.ts';
import { usableBackupCodes } from '../../strength/pieces.ts';
import { type Instant, instant } from '../../time/instant.ts';
import { bestWords } from './provider-words.ts';

/** The instant at which everything happens in the bounded world: it has no time. */
export const AT: Instant = instant(0);

/**
 * Every proof an account can give, in the order in which choices are offered: each of its passkeys and, of each provider, the best
 * things that it can say. Of two proofs with the same method and the same provider a person gives one.
 */
export function proofsOf(policy: Policy, factors: AccountFactors): readonly Evidence[] {
  const proofs: Evidence[] = [];
  for (const { id, ...passkey } of factors.passkeys)
    proofs.push({ method: 'passkey', at: AT, credentialId: id, ...passkey });
  if (factors.password !== undefined) proofs.push({ method: 'password', at: AT, provenance: factors.password });
  if (factors.ldap === true) proofs.push({ method: 'ldap', at: AT });
  for (const provider of factors.sso ?? [])
    for (const word of bestWords(policy, provider)) proofs.push({ method: 'sso', at: AT, provider, ...word });
  if (factors.totp === true) proofs.push({ method: 'totp', at: AT });
  if (factors.mailDomain !== undefined) proofs.push({ method: 'email-code', at: AT });
  if (usableBackupCodes(factors)) proofs.push({ method: 'backup-code', at: AT });
  return proofs;
}

/** Whether a proof says again what another did: the same provider with another word. */
export function isSaidAgain(proof: Evidence, others: readonly Evidence[]): boolean {
  return proof.method === 'sso' && others.some((other) => other.method === 'sso' && other.provider === proof.provider);
}

/** Everything an account can give at once: one list for each choice of what its providers say. */
export function everythingGiven(policy: Policy, factors: AccountFactors): readonly (readonly Evidence[])[] {
  const choices: Evidence[][] = [];
  for (const proof of proofsOf(policy, factors)) {
    const same = choices.find((others) => isSaidAgain(proof, others));
    if (same === undefined) choices.push([proof]);
    else same.push(proof);
  }
  return choices.reduce<readonly (readonly Evidence[])[]>(
    (lists, choice) => lists.flatMap((list) => choice.map((proof) => [...list, proof])),
    [[]],
  );
}
