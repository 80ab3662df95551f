import { evaluate } from '../../decision/evaluate.ts';
import { matchedByAssertion } from '../../reach/provider-assertions.ts';
import type { AccountFacts } from '../../strength/account-facts.ts';
import type { Evidence } from '../../strength/evidence.ts';
import type { ThreatWorld } from './host.ts';
import type { Held } from './opened.ts';
import type { Place } from './place.ts';
import type { ThreatStep } from './step.ts';
import { factsOf, linkId, type Target } from './target.ts';

/** The account after a sign-in by these proofs: an account's strongest level counts what a provider said at the last sign-in. */
export function saying({ policy }: ThreatWorld, target: Target, evidence: readonly Evidence[]): Target {
  let next = target;
  for (const proof of evidence) {
    if (proof.method !== 'sso') continue;
    const { provider, acr, amr, binding } = proof;
    // An assertion that matches no pattern of the policy counts like a plain sign-in.
    const counts = matchedByAssertion(policy, provider, { acr, amr }) !== matchedByAssertion(policy, provider, {});
    const said = counts ? { acr, amr } : undefined;
    const links = next.links.map((link) => (linkId(link) === binding ? { ...link, said } : link));
    next = { ...next, links };
  }
  return next;
}

/** The account after the thief opened sessions and flows. A proof that no step shows is of an earlier sign-in. */
export function afterShowing(world: ThreatWorld, target: Target, opened: readonly Held[]): Target {
  const shown = opened.flatMap(({ evidence, steps }) =>
    evidence.filter(
      ({ step }) => step.method === 'sso' && steps.some((each) => each.on === step.on && each.of === step.of),
    ),
  );
  return shown.length === 0
    ? target
    : saying(
        world,
        target,
        shown.map(({ proof }) => proof),
      );
}

/** The account with the assertions of another state. */
export function withAssertionsOf(target: Target, { links }: Target): Target {
  const assertionAt = (provider: string, by: string) =>
    links.find((link) => link.provider === provider && link.by === by)?.said;
  if (target.links.every(({ provider, by, said }) => assertionAt(provider, by) === said)) return target;
  return { ...target, links: target.links.map((link) => ({ ...link, said: assertionAt(link.provider, link.by) })) };
}

/** How the thief acts in a session: the steps between the sign-in and the act, and the account at the act. */
export interface Way {
  readonly steps: readonly ThreatStep[];
  readonly target: Target;
  readonly facts: AccountFacts;
}

/** The ways to act in a session: after the assertion of the sign-in and, if the thief speaks for a provider, after another sign-in with less. */
export function waysIn({ world, hands, target, facts }: Place, session: Held): readonly Way[] {
  const after = afterShowing(world, target, [session]);
  const ways: Way[] = [{ steps: [], target: after, facts: after === target ? facts : factsOf(after) }];
  const louder = after.links.filter(
    ({ said, by, provider }) => said !== undefined && (by === 'thief' || hands.operates.includes(provider)),
  );
  const least = louder.map(
    (link): Evidence => ({ method: 'sso', at: world.now, provider: link.provider, binding: linkId(link) }),
  );
  if (least.length === 0 || !least.every((proof) => isTaken(world, after, proof))) return ways;
  const quiet = saying(world, after, least);
  const steps = louder.map(({ provider, by }): ThreatStep => {
    return { move: 'says-less', method: 'sso', of: by === 'thief' ? 'own' : 'owner', on: provider };
  });
  return [...ways, { steps, target: quiet, facts: factsOf(quiet) }];
}

/**
 * Returns true if a sign-in takes the proof of an identity. The sign-in writes the link, the assertion and the roles with the proof, and a
 * sign-in that refuses the proof writes nothing. A sign-in without a way in waits for an enrollment code, and has taken the proof.
 */
export function isTaken({ policy, now }: ThreatWorld, account: Target, proof: Evidence): boolean {
  const decision = evaluate(policy, { account: factsOf(account), evidence: [proof], now, local: true });
  return decision.outcome !== 'denied' || decision.reason === 'no-way-in';
}
