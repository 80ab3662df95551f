import { type AcceptedMethod, isProblem, type Reason } from '@sallyport/browser';
import { h } from './element.ts';
import { span } from './explain.ts';
import { capital, either } from './lists.ts';
import { providerName } from './open-ways.ts';
import { roleName, sentenceFor, words } from './words.ts';

const weight: readonly string[] = [
  'account-blocked',
  'enrollment-needs-vouching',
  'enrollment-needs-proof',
  'methods-restricted',
  // The page shows the missing proof. Why a signed-in person has to prove it again, only the sentence tells.
  'recent-proof-required',
  'strength-required',
];

/** What the page offers beside the reasons. */
interface Offered {
  /** Whether the person can set up only a passkey. */
  readonly isPasskeyAlone?: boolean;
  /** The methods that the flow accepts next. */
  readonly accept?: readonly AcceptedMethod[];
}

/**
 * The reasons of the policy as a note: the most important sentence, with the others on request.
 *
 * @param setsUp whether the person sets up a factor
 */
export function reasonsNote(because: readonly Reason[], setsUp = false, offered: Offered = {}): HTMLElement | null {
  const [first, ...others] = reasonSentences(because, setsUp, offered);
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
          others.map((sentence) => h('p', {}, sentence)),
        ),
  );
}

/**
 * Before a set-up, neither the age of a proof nor a strength that any second step satisfies is a reason: the new factor is a new proof. Who asks
 * comes last.
 */
export function reasonSentences(
  because: readonly Reason[],
  setsUp: boolean,
  { isPasskeyAlone = false, accept = [] }: Offered = {},
): readonly string[] {
  const all = strictestOnly(withReasons(because)).toSorted((one, other) => rankOf(one) - rankOf(other));
  const isSaid = (reason: Reason): boolean => !setsUp && (reason.source !== 'route' || all.length === 1);
  const kept = all.filter((reason) => isSaid(reason) || !announcesStep(reason));
  const lasting = kept.filter(({ code }) => code !== 'recent-proof-required');
  const sorted = setsUp && lasting.length > 0 ? lasting : kept;
  const needsPasskey = all.some(
    ({ code, params }) => code === 'strength-required' && params['strength'] === 'phishing-resistant',
  );
  const isMailboxAlone = all.some(({ code }) => code === 'same-mailbox');
  const context = { needsPasskey, isPasskeyAlone, isMailboxAlone, accept };
  const sentences = [...new Set(sorted.map((reason) => reasonSentence(reason, context)))];
  // The rule asks for less than the page offers.
  const { sentence, rule } = words.reasons.passkeyForThis;
  const rules = sentences.includes(sentence) ? [rule] : [];
  // A rule of the own account may count for one sign-in alone.
  const isOwnRule = sorted.some(({ code, source }) => code === 'strength-required' && source === 'account');
  return setsUp || isOwnRule || sentences.length > 1 ? [...sentences, ...rules, ...whoAsks(sorted)] : sentences;
}

export function proofCountsFor(because: readonly Reason[]): string | undefined {
  const ages = because.flatMap(({ code, params }) =>
    code === 'recent-proof-required' ? [Number(params['within'])] : [],
  );
  const within = Math.min(...ages);
  return within >= MINUTE && Number.isFinite(within) ? span(within) : undefined;
}

/** The reasons in a refusal. */
export function reasonsIn(thrown: unknown): readonly Reason[] {
  const because = isProblem(thrown) ? thrown.members['because'] : undefined;
  return Array.isArray(because) ? because.filter(isReason) : [];
}

function isReason(value: unknown): value is Reason {
  return typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';
}

/** A change that would leave no way in has the code `no-way-in` too. */
export function isSetUpRefused(thrown: unknown): boolean {
  return isProblem(thrown) && thrown.code === 'no-way-in' && thrown.status !== 409;
}

export function refusalOfPlace(because: readonly Reason[]): string | undefined {
  return reasonSentences(
    because.filter(({ code, source }) => code === 'methods-restricted' && isOfPlace(source)),
    false,
  )[0];
}

export function proofsBeforeSetUp(because: readonly Reason[]): string | undefined {
  const needs = because.find(({ code }) => code === 'enrollment-needs-proof');
  return needs?.satisfiedBy === undefined ? undefined : either(waysOf(needs.satisfiedBy.flat()));
}

export function asksForPasskeyOrApp(because: readonly Reason[]): boolean {
  const strictest = strictestOnly(because);
  return (
    strictest.length > 0 &&
    strictest.every(({ params, source }) => params['strength'] === 'enhanced' && source !== 'account')
  );
}

/**
 * If the session is too weak at any age: the person may have confirmed a moment ago.
 *
 * @param strength absent: unknown
 */
export function withoutAgeIfTooWeak(because: readonly Reason[], strength: string | undefined): readonly Reason[] {
  const isTooWeak = because.some(
    (reason) => !announcesStep(reason) && strengths.indexOf(strength) < strengthRank(reason),
  );
  if (!strengths.includes(strength) || !isTooWeak) return because;
  return because.filter(({ code }) => code !== 'recent-proof-required');
}

export function needsAdministrator(because: readonly Reason[]): boolean {
  return because.some(({ code }) => ALONE.includes(code));
}

const ALONE: readonly string[] = ['same-mailbox', 'enrollment-needs-vouching'];

function announcesStep({ code, params }: Reason): boolean {
  return code === 'strength-required' && (params['strength'] === 'single' || params['strength'] === 'baseline');
}

function whoAsks(because: readonly Reason[]): readonly string[] {
  const says = words.reasons.whoAsks;
  const sources = because.filter(({ code }) => code === 'strength-required').map(({ source }) => source);
  const said = sources.flatMap((source) => {
    if (source === 'route') return [];
    if (typeof source !== 'object') return says[source === 'floor' ? 'tenant' : source];
    const organisation = organisationOf(source);
    if (organisation !== undefined) return says.organisation(organisation);
    if ('context' in source) return says.context(source.context);
    return source.role === undefined ? [] : says.role(roleName(source.role));
  });
  return [...new Set(said)];
}

function withReasons(because: readonly Reason[]): readonly Reason[] {
  const others = because.filter(({ code }) => code !== 'nothing-enrolled-satisfies');
  return others.length === 0 ? because : others;
}

const MINUTE = 60_000;

interface ReasonContext {
  readonly needsPasskey: boolean;
  readonly isPasskeyAlone: boolean;
  readonly isMailboxAlone: boolean;
  readonly accept: readonly AcceptedMethod[];
}

function reasonSentence(
  { code, params, source, satisfiedBy = [] }: Reason,
  { needsPasskey, isPasskeyAlone, isMailboxAlone, accept }: ReasonContext,
): string {
  const says = words.reasons;
  switch (code) {
    case 'strength-required':
      if (isPasskeyAlone && params['strength'] === 'enhanced') return says.passkeyForThis.sentence;
      if (params['strength'] === 'enhanced' && isProviderEnough(satisfiedBy)) {
        const ways = waysWithProvider(accept);
        if (ways.length > 0) return says.enhancedBy(capital(either(ways)));
      }
      return sentenceFor(says.strength, String(params['strength'])) ?? says.otherStrength;
    case 'methods-restricted': {
      const ways = waysOf(params['methods']);
      const organisation = organisationOf(source);
      if (organisation !== undefined)
        return ways.length === 0 ? says.noWayInto(organisation) : says.intoOnlyWith(organisation, either(ways));
      if (isOfPlace(source)) return ways.length === 0 ? says.noWayFromHere : says.fromHereOnlyWith(either(ways));
      return ways.length === 0 ? says.noWay : says.onlyWith(either(ways));
    }
    case 'recent-proof-required': {
      const within = Number(params['within']);
      return within >= MINUTE ? says.recent(span(within)) : says.fresh;
    }
    case 'enrollment-needs-proof':
      return needsPasskey ? says.passkeyAfter : says.plain[code];
    case 'enrollment-needs-vouching':
      return isMailboxAlone ? says.vouchingAfterMail : says.plain[code];
    default:
      return sentenceFor(says.plain, code) ?? says.other;
  }
}

/** A context of the request (the network, the device or the time) or its organisation, and not the person. */
function isOfPlace(source: Reason['source']): boolean {
  return (
    source === 'request' || organisationOf(source) !== undefined || (typeof source === 'object' && 'context' in source)
  );
}

function organisationOf(source: Reason['source']): string | undefined {
  return typeof source === 'object' && 'organisation' in source ? source.organisation : undefined;
}

function isProviderEnough(satisfiedBy: readonly (readonly string[])[]): boolean {
  return satisfiedBy.some((methods) => methods.length === 1 && methods[0] === 'sso');
}

function waysWithProvider(accept: readonly AcceptedMethod[]): readonly string[] {
  const says = words.reasons.enhancedWays;
  const providers = accept.flatMap(({ method, provider }) =>
    method === 'sso' && provider !== undefined ? [says.sso(providerName(provider))] : [],
  );
  if (providers.length === 0) return [];
  const accepts = (...methods: readonly string[]): boolean => accept.some(({ method }) => methods.includes(method));
  return [
    ...(accepts('passkey') ? [says.passkey] : []),
    // The app is asked for after the password.
    ...(accepts('totp', 'password', 'ldap') ? [says.totp] : []),
    ...providers,
  ];
}

function waysOf(methods: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(methods) ? methods : [];
  return list.map(String).map((method) => sentenceFor(words.reasons.ways, method) ?? method);
}

function rankOf({ code }: Reason): number {
  const rank = weight.indexOf(code);
  return rank < 0 ? weight.length : rank;
}

const strengths: readonly unknown[] = ['single', 'baseline', 'enhanced', 'phishing-resistant'];

/** Of several built-in strengths, keeps only the strictest. */
export function strictestOnly(because: readonly Reason[]): readonly Reason[] {
  const most = Math.max(-1, ...because.map(strengthRank));
  return because.filter((reason) => strengthRank(reason) < 0 || strengthRank(reason) === most);
}

function strengthRank({ code, params }: Reason): number {
  return code === 'strength-required' ? strengths.indexOf(params['strength']) : -1;
}
