import type { PolicyImpact } from '@sallyport/browser';
import { type Child, h, sentenceFor, wayName } from '@sallyport/pages/parts';
import { words } from '../words.ts';

type WorseThreat = NonNullable<PolicyImpact['threats']>[number];
type Step = WorseThreat['codes']['chain'][number];

/** Number of thefts that the page lists at most. */
const MOST = 8;

/** Lists the thieves that reach more than under the policy in force, the gravest first. Empty if no thief reaches more. */
export function threatsNote({ threats = [], threatAnalysis }: PolicyImpact): HTMLElement {
  const { threats: said } = words.policy;
  const { state, more = 0, less = 0 } = threatAnalysis ?? {};
  const listed = threats.slice(0, MOST);
  return h(
    'div',
    { class: 'stack', 'data-testid': 'threats' },
    listed.length === 0 ? null : h('h3', {}, said.title),
    listed.length === 0 ? null : h('p', { class: 'muted small-text' }, said.hint),
    listed.map(row),
    more > listed.length ? h('p', { class: 'muted' }, said.more(more - listed.length)) : null,
    less > 0 ? h('p', { 'data-testid': 'threats-less' }, said.less(less)) : null,
    state === 'running' ? h('p', { class: 'muted', role: 'status' }, said.running) : null,
    state === 'not-decided' ? h('p', { class: 'note warn' }, said.notDecided) : null,
    state === 'not-analysed' ? h('p', { class: 'muted' }, said.notAnalysed) : null,
  );
}

function row({ codes, accounts }: WorseThreat): Child {
  const { thief, before, after, chain } = codes;
  const { threats: said } = words.policy;
  const goals = (names: readonly string[]): string =>
    names
      .filter((name) => name !== 'vault-spoiled')
      .map((name) => wordOf(said.goals, name))
      .join(', ') || said.nothing;
  return h(
    'div',
    { class: 'note warn', 'data-testid': 'threat' },
    h('p', {}, h('strong', {}, thiefText(thief)), ` × ${accountText(codes)} (${said.accounts(accounts)})`),
    h('p', {}, `${goals(before)} → `, h('strong', {}, goals(after))),
    chain.length === 0 ? null : h('p', { class: 'small-text' }, chain.map(stepText).join(' → ')),
  );
}

/** A thief's id in words, for example `unlocked-phone+mailbox` or `provider:corp`. */
function thiefText(id: string): string {
  return id
    .split('+')
    .map((part) => {
      const [kind = '', ...on] = part.split(':');
      return [wordOf(words.policy.threats.thieves, kind), ...on].join(' ');
    })
    .join(' + ');
}

function accountText({ roles, factors, emergency }: WorseThreat['codes']): string {
  const { noRole, emergency: ofEmergency, mail } = words.policy.threats;
  const who = roles.length === 0 ? noRole : roles.join(' + ');
  const has = factors.map((factor) => (factor === 'email-code' ? mail : wayName(factor)));
  return `${who}: ${[...(emergency ? [ofEmergency] : []), ...has].join(', ')}`;
}

function stepText({ move, method, of, on }: Step): string {
  const { acts, own } = words.policy.threats;
  const things = [
    ...(method === undefined ? [] : [wayName(method)]),
    ...(on === undefined ? [] : [on]),
    ...(of === 'own' && method !== undefined ? [own] : []),
  ];
  return `${wordOf(acts, move)}${things.length === 0 ? '' : ` (${things.join(', ')})`}`;
}

/** The words for a code. Returns the code itself if the catalogue has no words. */
function wordOf(known: Readonly<Record<string, string>>, code: string): string {
  return sentenceFor(known, code) ?? code;
}
