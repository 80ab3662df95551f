import type { Reason } from '@sallyport/browser';
import { h } from './element.ts';
import { capital, either, listed } from './lists.ts';
import { sentenceFor, words } from './words.ts';

/** The order of reasons, the most important reason first. */
const weight: readonly string[] = [
  'account-blocked',
  'enrollment-needs-vouching',
  'enrollment-needs-proof',
  'methods-restricted',
  'strength-required',
];

/** The reasons of the policy as a note: the most important sentence, with the others on request. */
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

/** Sentences that name the source of the rule. */
function whoAsks(because: readonly Reason[]): readonly string[] {
  const says = words.reasons.whoAsks;
  const sources = because.filter(({ code }) => code === 'strength-required').map(({ source }) => source);
  const said = sources.map((source) => (typeof source === 'object' ? says.role(source.role) : says[source]));
  return [...new Set(said)];
}

/** Removes the reason "nothing enrolled satisfies" if another reason names a solution. */
function withReasons(because: readonly Reason[]): readonly Reason[] {
  const others = because.filter(({ code }) => code !== 'nothing-enrolled-satisfies');
  return others.length === 0 ? because : others;
}

/** The sentence of a reason for the person concerned. */
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

/** The reasons for an administrator, in one line: the source of the rule, without every combination. */
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

/** The missing factors of an account, if a single demand explains the refusal. */
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

/** Of several built-in strengths, keeps only the strictest. */
export function strictestOnly(because: readonly Reason[]): readonly Reason[] {
  const rank = ({ code, params }: Reason): number =>
    code === 'strength-required' ? strengths.indexOf(params['strength']) : -1;
  const most = Math.max(-1, ...because.map(rank));
  return because.filter((reason) => rank(reason) < 0 || rank(reason) === most);
}

/** The words of a strength for an administrator. A strength of the policy appears by name. */
export function strengthName(strength: string): string {
  return capital(strengthDemand(strength));
}

/** The same words inside a sentence. */
export function strengthDemand(strength: string): string {
  return sentenceFor(words.reasons.administrator.strength, strength) ?? strength;
}
