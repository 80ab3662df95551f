import type { ThreatAccount } from '@sallyport/assurance';
import { BUILT_IN_METHODS, type Evidence, evaluate, instant, type Policy } from '@sallyport/core';
import type { Proof } from './proofs.ts';
import type { Word, World } from './world.ts';

const NOW = instant(4_000_000_000_000);

/** The shortest of the strongest sign-ins. `undefined` if the owner must set up a factor first. */
export function usualSignIn(world: World, { roles, factors, emergency }: ThreatAccount): readonly Proof[] | undefined {
  const { compiled } = world;
  const account = { roles, factors, ...(emergency === true ? { emergency } : {}) };
  const shows = proofsOf(world, account);
  const first = shows.filter(({ proof: { method } }) => FIRST.has(method));
  const found: { readonly proofs: readonly Proof[]; readonly rank: number }[] = [];
  const queue: (readonly (typeof shows)[number][])[] = first.map((one) => [one]);
  const seen = new Set<string>();
  for (const shown of queue) {
    const key = shown
      .map(({ name }) => name)
      .sort()
      .join();
    if (seen.has(key)) continue;
    seen.add(key);
    const evidence = shown.map((one) => one.evidence);
    const decision = evaluate(compiled, { account, evidence, now: NOW, local: true });
    if (decision.outcome === 'granted')
      found.push({ proofs: shown.map(({ proof }) => proof), rank: rankOf(compiled, decision.strength) });
    else if (decision.outcome === 'factor-required') {
      const accept: readonly string[] = decision.accept;
      for (const one of shows)
        if (accept.includes(one.proof.method) && !shown.includes(one)) queue.push([...shown, one]);
    }
  }
  const best = Math.max(...found.map(({ rank }) => rank));
  return found.find(({ rank }) => rank === best)?.proofs;
}

const FIRST: ReadonlySet<string> = new Set(
  BUILT_IN_METHODS.flatMap(({ use, name }) => (use === 'way-in' ? [name] : [])),
);

function rankOf({ strengths }: Policy, strength: string): number {
  return strengths.findIndex(({ name }) => name === strength);
}

function proofsOf(
  { wordsOf }: World,
  { factors }: Pick<ThreatAccount, 'factors'>,
): readonly { readonly proof: Proof; readonly evidence: Evidence; readonly name: string }[] {
  const { password, ldap, sso = [], passkeys, totp, mailDomain, codes = [], backupCodes = 0 } = factors;
  const one = (evidence: Evidence, name: string, on?: string, word?: Word) => ({
    proof: { method: evidence.method, side: 'own' as const, on, word },
    evidence,
    name,
  });
  return [
    ...(password === undefined ? [] : [one({ method: 'password', at: NOW, provenance: password }, 'password')]),
    ...(ldap === true ? [one({ method: 'ldap', at: NOW }, 'ldap')] : []),
    ...passkeys.map(({ id, ...traits }) => one({ method: 'passkey', at: NOW, credentialId: id, ...traits }, id)),
    ...sso.flatMap((provider) =>
      wordsOf(provider).map((word) =>
        one({ method: 'sso', at: NOW, provider, ...word }, `${provider} ${word.acr}`, provider, word),
      ),
    ),
    ...(totp === true ? [one({ method: 'totp', at: NOW }, 'totp')] : []),
    ...(mailDomain === undefined ? [] : [one({ method: 'email-code', at: NOW }, 'email-code')]),
    ...codes.map((method) => one({ method, at: NOW }, method)),
    ...(backupCodes > 0 ? [one({ method: 'backup-code', at: NOW }, 'backup-code')] : []),
  ];
}
