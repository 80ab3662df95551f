import { type Evidence, evaluate, type ProviderAssertion } from '@sallyport/core';
import { bestOf, matchedByAssertion } from '@sallyport/core/model';
import type { ThreatWorld } from './host.ts';
import type { Held } from './opened.ts';
import type { Place } from './place.ts';
import { factsOf, linkId, type Target } from './target.ts';

/** An account's strongest level, and the gate for set-ups, count what a provider said. */
export function saying({ policy }: ThreatWorld, target: Target, evidence: readonly Evidence[]): Target {
  let next = target;
  for (const proof of evidence) {
    if (proof.method !== 'sso') continue;
    const { provider, acr, amr, binding } = proof;
    // An assertion that matches no pattern of the policy counts like a plain sign-in.
    if (matchedByAssertion(policy, provider, { acr, amr }) === matchedByAssertion(policy, provider, {})) continue;
    const links = next.links.map((link) => {
      if (linkId(link) !== binding) return link;
      const { said = [] } = link;
      const all = bestOf(policy, provider, [...said, { acr, amr }]);
      return all.length === said.length && all.every((one, place) => one === said[place])
        ? link
        : { ...link, said: inOrder(all) };
    });
    if (links.some((link, place) => link !== next.links[place])) next = { ...next, links };
  }
  return next;
}

/** Equal accounts then have equal texts. */
function inOrder(assertions: readonly ProviderAssertion[]): readonly ProviderAssertion[] {
  return assertions.length < 2
    ? assertions
    : [...assertions].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** A proof that no step shows is of an earlier sign-in. */
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

export function actingIn({ world, target, facts }: Place, session: Held): Pick<Place, 'target' | 'facts'> {
  const after = afterShowing(world, target, [session]);
  return { target: after, facts: after === target ? facts : factsOf(after) };
}

export function withAssertionsOf(target: Target, { links }: Target): Target {
  const assertionAt = (provider: string, by: string) =>
    links.find((link) => link.provider === provider && link.by === by)?.said;
  if (target.links.every(({ provider, by, said }) => assertionAt(provider, by) === said)) return target;
  return { ...target, links: target.links.map((link) => ({ ...link, said: assertionAt(link.provider, link.by) })) };
}

/** A sign-in that refuses the proof writes nothing. A sign-in without a way in waits for an enrollment code, and has taken the proof. */
export function isTaken({ policy, now }: ThreatWorld, account: Target, proof: Evidence): boolean {
  const decision = evaluate(policy, { account: factsOf(account), evidence: [proof], now, local: true });
  return decision.outcome !== 'denied' || decision.reason === 'no-way-in';
}
