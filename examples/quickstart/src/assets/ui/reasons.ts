import type { Reason } from '@sallyport/browser';
import { h } from './element.ts';
import { capital, either, listed } from './lists.ts';
import { sentenceFor, words } from './words.ts';

/** What a person wants to know first. */
const weight: readonly string[] = [
  'account-blocked',
  'enrollment-needs-vouching',
  'enrollment-needs-proof',
  'methods-restricted',
  'strength-required',
];

/** Why the policy asks, as a gentle note: the sentence that matters, the others on request. */
export function reasonsNote(because: readonly Reason[]): HTMLElement | null {
  const sorted = strictestOnly(withReasons(because)).toSorted((one, other) => rankOf(one) - rankOf(other));
  const [first, ...others] = [...new Set(sorted.map(reasonSentence))];
  if (first === undefined) return null;
  return h(
    'div',
    { class: 'note', 'data-testid': 'because' },
    h('p', {}, first),
    others.length === 0
      ? null
      : h(
          'details',
          {},
          h('summary', {}, words.reasons.why),
          [...others, ...whoAsks(sorted)].map((sentence) => h('p', {}, sentence)),
        ),
  );
}

/** Whose rule it is, in sentences. */
function whoAsks(because: readonly Reason[]): readonly string[] {
  const says = words.reasons.whoAsks;
  const sources = because.filter(({ code }) => code === 'strength-required').map(({ source }) => source);
  const said = sources.map((source) => (typeof source === 'object' ? says.role(source.role) : says[source]));
  return [...new Set(said)];
}

/** That it is not enough answers no question where something says what would be. */
function withReasons(because: readonly Reason[]): readonly Reason[] {
  const others = because.filter(({ code }) => code !== 'nothing-enrolled-satisfies');
  return others.length === 0 ? because : others;
}

/** A reason for the person whom it is about. */
function reasonSentence({ code, params }: Reason): string {
  const says = words.reasons;
  switch (code) {
    case 'strength-required':
      return sentenceFor(says.strength, String(params['strength'])) ?? says.otherStrength;
    case 'methods-restricted': {
      const ways = waysOf(params['methods']);
      return ways.length === 0 ? says.noWay : says.onlyWith(either(ways));
    }
    default:
      return sentenceFor(says.plain, code) ?? says.other;
  }
}

/** The same for an administrator, in one line: whose demand it is, without every combination that would meet it. */
export function reasonsLine(because: readonly Reason[]): string {
  const left = strictestOnly(because);
  const says = words.reasons.administrator;
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
        return whatIsMissing(left);
      default:
        return sentenceFor(says.plain, code) ?? words.reasons.other;
    }
  });
  return [...new Set(sentences)].join(' ');
}

/** What an account has not set up, where one demand says it and no other rule narrows it. */
function whatIsMissing(because: readonly Reason[]): string {
  const says = words.reasons.administrator;
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
  const says = words.reasons.administrator;
  if (typeof source === 'object') return says.role(source.role);
  return { tenant: says.policy, account: says.account, route: says.route }[source];
}

function rankOf({ code }: Reason): number {
  const rank = weight.indexOf(code);
  return rank < 0 ? weight.length : rank;
}

const strengths: readonly unknown[] = ['single', 'baseline', 'enhanced', 'phishing-resistant'];

/** Of the built-in strengths only the strictest is left: who meets it meets the others. */
export function strictestOnly(because: readonly Reason[]): readonly Reason[] {
  const rank = ({ code, params }: Reason): number =>
    code === 'strength-required' ? strengths.indexOf(params['strength']) : -1;
  const most = Math.max(-1, ...because.map(rank));
  return because.filter((reason) => rank(reason) < 0 || rank(reason) === most);
}

/** A strength of the policy for an administrator, in words: what it takes. One of the policy's own by its name. */
export function strengthName(strength: string): string {
  return capital(strengthDemand(strength));
}

/** The same within a sentence. */
export function strengthDemand(strength: string): string {
  return sentenceFor(words.reasons.administrator.strength, strength) ?? strength;
}
