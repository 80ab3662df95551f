import type { Reason } from '@sallyport/browser';
import { capital, either, listed, roleName, sentenceFor, strictestOnly } from '@sallyport/pages/parts';
import { words } from './words.ts';

/**
 * Without every combination.
 *
 * @param missing in place of the words for what the account lacks
 */
export function reasonsLine(because: readonly Reason[], missing?: string): string {
  const left = strictestOnly(because);
  const says = words.reasons;
  const sentences = left.map(({ code, params, source }) => {
    switch (code) {
      case 'strength-required': {
        const askers = left.filter((other) => other.code === code).map((other) => askerOf(other.source));
        return capital(says.asks(listed(askers), askers.length > 1, strengthDemand(String(params['strength']))));
      }
      case 'methods-restricted': {
        const [asker, ways] = [askerOf(source), waysOf(params['methods'])];
        return capital(ways.length === 0 ? says.noWay(asker) : says.onlyWith(asker, either(ways)));
      }
      case 'nothing-enrolled-satisfies':
        return missing ?? whatIsMissing(left);
      default:
        return sentenceFor(says.plain, code) ?? says.other;
    }
  });
  return [...new Set(sentences)].join(' ');
}

function whatIsMissing(because: readonly Reason[]): string {
  const says = words.reasons;
  const demands = because.filter(({ code }) => code === 'strength-required').map(({ params }) => params['strength']);
  const [demand, ...others] = [...new Set(demands)];
  const isNarrowed = others.length > 0 || because.some(({ code }) => code === 'methods-restricted');
  return (isNarrowed ? undefined : sentenceFor(says.missing, String(demand))) ?? says.notEnough;
}

function waysOf(methods: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(methods) ? methods : [];
  return list.map(String).map((method) => sentenceFor(words.reasons.ways, method) ?? method);
}

function askerOf(source: Reason['source']): string {
  const says = words.reasons;
  if (typeof source === 'object') {
    const organisation = 'organisation' in source ? source.organisation : undefined;
    const there = organisation === undefined ? [] : [says.organisation(organisation)];
    const within =
      'context' in source
        ? [says.context(source.context)]
        : 'role' in source && source.role !== undefined
          ? [
              'floor' in source && source.floor === true
                ? says.floorRole(roleName(source.role))
                : says.role(roleName(source.role)),
            ]
          : [];
    return [...there, ...within].join(', ');
  }
  return { tenant: says.policy, account: says.account, route: says.route, request: says.request, floor: says.floor }[
    source
  ];
}

export function strengthName(strength: string): string {
  return capital(strengthDemand(strength));
}

export function strengthDemand(strength: string): string {
  return sentenceFor(words.reasons.strength, strength) ?? strength;
}
