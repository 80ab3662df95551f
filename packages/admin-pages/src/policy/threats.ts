import type { PolicyImpact } from '@sallyport/browser';
import { h, linkButton, sentenceFor, wayName } from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { words } from './words.ts';

type WorseThreat = NonNullable<PolicyImpact['threats']>[number];
type Step = WorseThreat['codes']['chain'][number];

/** Number of thefts that the page lists before the person asks for more. */
const MOST = 8;

/** The card of the thieves that reach more than under the policy in force, the gravest first. */
export function threatsCard({ threats = [], threatAnalysis }: PolicyImpact): HTMLElement | null {
  if (threatAnalysis === undefined) return null;
  const { threats: says } = words.review;
  const { state, more = 0, less = 0 } = threatAnalysis;
  const rows = h('tbody', {}, threats.slice(0, MOST).map(row));
  const left = threats.length - MOST;
  const open = linkButton(says.showMore(left), 'more-threats', () => {
    const added = threats.slice(MOST).map(row);
    rows.append(...added);
    open.remove();
    // The focus goes on where the person pressed.
    const [first] = added;
    if (first !== undefined) first.tabIndex = -1;
    first?.focus();
  });
  return h(
    'section',
    { class: 'card flush', 'aria-labelledby': 'h-threats', 'data-testid': 'threats' },
    h(
      'div',
      { class: 'card-head' },
      h('h2', { id: 'h-threats' }, says.title),
      state === 'running' ? null : h('p', { 'data-testid': 'threats-count' }, says.about(more, less)),
    ),
    threats.length === 0 ? null : threatTable(rows),
    threats.some(({ accounts }) => accounts === 0) ? h('p', { class: 'note-line muted' }, says.noAccount) : null,
    left > 0 ? h('p', { class: 'note-line' }, open) : null,
    state === 'running' ? h('p', { class: 'note-line muted', role: 'status' }, says.running) : null,
    state === 'decided' && threats.length === 0 ? h('p', { class: 'note-line muted' }, says.same) : null,
    more > threats.length ? h('p', { class: 'note-line muted' }, says.more(more - threats.length)) : null,
    state === 'not-decided' ? h('p', { class: 'note-line warn' }, says.notDecided) : null,
    state === 'not-analysed' ? h('p', { class: 'note-line muted' }, says.notAnalysed) : null,
  );
}

function threatTable(rows: HTMLElement): HTMLElement {
  const { threats: says } = words.review;
  const heads = [says.who, says.reach, words.policy.before, words.policy.after];
  return h(
    'table',
    { class: 'threats' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        heads.map((head) => h('th', { scope: 'col' }, head)),
      ),
    ),
    rows,
  );
}

function row({ codes, accounts }: WorseThreat): HTMLElement {
  const { thief, before, after, chain } = codes;
  const { threats: says } = words.review;
  return h(
    'tr',
    { 'data-testid': 'threat' },
    h('th', { scope: 'row' }, thiefText(thief)),
    h(
      'td',
      { class: 'reach', 'data-label': says.reach },
      accountText(codes),
      h('small', {}, words.thieves.accounts(accounts)),
    ),
    h('td', { 'data-label': words.policy.before }, goalsText(before)),
    h(
      'td',
      { class: 'worse', 'data-label': words.policy.after },
      h(
        'span',
        { class: 'cell' },
        icon('down', 's'),
        h('span', {}, h('span', { class: 'unseen' }, `${says.worse} `), goalsText(after)),
      ),
      chain.length === 0 ? null : h('small', {}, `${says.how}: ${chain.map(stepText).join(' → ')}`),
    ),
  );
}

function goalsText(names: readonly string[]): string {
  const { goals, nothing } = words.thieves;
  const shown = names.filter((name) => name !== 'vault-spoiled').map((name) => wordOf(goals, name));
  return shown.join(', ') || nothing;
}

/** A thief's id in words, for example `unlocked-phone+mailbox` or `provider:corp`. */
function thiefText(id: string): string {
  return id
    .split('+')
    .map((part) => {
      const [kind = '', ...on] = part.split(':');
      return [wordOf(words.thieves.names, kind), ...on].join(' ');
    })
    .join(' + ');
}

function accountText({ roles, factors, emergency }: WorseThreat['codes']): string {
  const { noRole, emergency: ofEmergency, mail } = words.thieves;
  const who = roles.length === 0 ? noRole : roles.join(' + ');
  const has = factors.map((factor) => (factor === 'email-code' ? mail : wayName(factor)));
  return `${who} (${[...(emergency ? [ofEmergency] : []), ...has].join(', ')})`;
}

function stepText({ move, method, of, on }: Step): string {
  const { acts, own } = words.thieves;
  const way = method === undefined ? undefined : wayName(method);
  const things = [...(way === undefined ? [] : [of === 'own' ? own(way) : way]), ...(on === undefined ? [] : [on])];
  return `${wordOf(acts, move)}${things.length === 0 ? '' : ` (${things.join(', ')})`}`;
}

/** The words for a code. Returns the code itself if the catalogue has no words. */
function wordOf(known: Readonly<Record<string, string>>, code: string): string {
  return sentenceFor(known, code) ?? code;
}
