import type { PolicyImpact } from '@sallyport/browser';
import {
  capital,
  fill,
  h,
  linkButton,
  listed,
  providerName,
  roleName,
  sentenceFor,
  wayName,
} from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { thieves } from './thief-words.ts';
import { words } from './words.ts';

type WorseThreat = NonNullable<PolicyImpact['threats']>[number];
type BetterThreat = NonNullable<PolicyImpact['betterThreats']>[number];
type Step = WorseThreat['codes']['chain'][number];

const MOST = 8;

const SESSIONS: readonly string[] = ['fresh-cookie', 'older-cookie'];

/** The gravest first. A press shows the thieves that reach less. */
export function threatsCard({ threats = [], betterThreats = [], threatAnalysis }: PolicyImpact): HTMLElement | null {
  if (threatAnalysis === undefined) return null;
  const { threats: says } = words.review;
  const { state, more = 0, less = 0 } = threatAnalysis;
  const rows = h('tbody', {}, threats.slice(0, MOST).map(row));
  const left = threats.length - MOST;
  const open = linkButton(says.showMore(left), 'more-threats', () => {
    const added = threats.slice(MOST).map(row);
    rows.append(...added);
    open.remove();
    const [first] = added;
    if (first !== undefined) first.tabIndex = -1;
    first?.focus();
  });
  const notes = h('div', {});
  const isOfSession = ({ codes }: WorseThreat | BetterThreat): boolean => SESSIONS.includes(codes.thief);
  const explain = (shown: readonly (WorseThreat | BetterThreat)[], better: readonly BetterThreat[] = []): void =>
    fill(
      notes,
      shown.length > 0 ? h('p', { class: 'note-line muted' }, says.exactly) : null,
      better.some(isOfSession) ? h('p', { class: 'note-line muted' }, says.betterSessions) : null,
      shown.some(({ accounts }) => accounts === 0) ? h('p', { class: 'note-line muted' }, says.noAccount) : null,
      shown.some(isOfSession)
        ? h('p', { class: 'note-line muted', 'data-testid': 'sessions-note' }, says.sessions)
        : null,
    );
  explain(threats);
  const betterTable = h('div', { class: 'threats-better' });
  const openBetter = linkButton(says.showBetter(betterThreats.length), 'better-threats', () => {
    const table = threatTable(h('tbody', {}, betterThreats.map(betterRow)));
    table.tabIndex = -1;
    fill(betterTable, h('h3', {}, says.betterTitle), table);
    explain([...threats, ...betterThreats], betterThreats);
    openBetter.parentElement?.remove();
    table.focus();
  });
  return h(
    'section',
    { class: 'card flush', 'aria-labelledby': 'h-threats', 'data-testid': 'threats' },
    h(
      'div',
      { class: 'card-head' },
      h('h2', { id: 'h-threats' }, says.title),
      state === 'running' || state === 'not-analysed'
        ? null
        : h('p', { 'data-testid': 'threats-count' }, says.about(more, less)),
    ),
    threats.length === 0 ? null : threatTable(rows),
    left > 0 ? h('p', { class: 'note-line' }, open) : null,
    betterThreats.length === 0 ? null : h('p', { class: 'note-line' }, openBetter),
    betterTable,
    notes,
    less > betterThreats.length && betterThreats.length > 0
      ? h('p', { class: 'note-line muted' }, says.more(less - betterThreats.length))
      : null,
    state === 'running' ? h('p', { class: 'note-line muted', role: 'status' }, says.running) : null,
    state === 'decided' && threats.length === 0 ? h('p', { class: 'note-line muted' }, says.same) : null,
    more > threats.length ? h('p', { class: 'note-line muted' }, says.more(more - threats.length)) : null,
    state === 'decided' ? h('p', { class: 'note-line muted' }, says.notCompared) : null,
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

function row(threat: WorseThreat): HTMLElement {
  const { chain } = threat.codes;
  const { threats: says } = words.review;
  const acts = listed(chain.map(stepText));
  const how = chain[0]?.move.startsWith('owner-') === true ? acts : says.how(acts);
  return rowOf(
    threat,
    'threat',
    h(
      'td',
      { class: 'worse', 'data-label': words.policy.after },
      reached(threat),
      acts === '' ? null : h('small', {}, `${capital(how)}.`),
    ),
  );
}

function betterRow(threat: BetterThreat): HTMLElement {
  return rowOf(
    threat,
    'better-threat',
    h('td', { class: 'better', 'data-label': words.policy.after }, reached(threat, true)),
  );
}

function rowOf({ codes, accounts }: WorseThreat | BetterThreat, testid: string, after: HTMLElement): HTMLElement {
  const { reach } = words.review.threats;
  return h(
    'tr',
    { 'data-testid': testid },
    h('th', { scope: 'row' }, thiefText(codes.thief)),
    h('td', { class: 'reach', 'data-label': reach }, accountText(codes), h('small', {}, thieves.accounts(accounts))),
    h('td', { 'data-label': words.policy.before }, goalsText(codes.before, codes)),
    after,
  );
}

function reached({ codes }: WorseThreat | BetterThreat, isBetter = false): HTMLElement {
  const { worse, better } = words.review.threats;
  return h(
    'span',
    { class: 'cell' },
    icon(isBetter ? 'up' : 'down', 's'),
    h('span', {}, `${isBetter ? better : worse} ${goalsText(codes.after, codes)}`),
  );
}

/** A thief with a session reaches at least the session, so without a goal the accounts have no session yet. */
function goalsText(names: readonly string[], { thief }: BetterThreat['codes']): string {
  const { goals, nothing, noSession } = thieves;
  const shown = names.filter((name) => name !== 'vault-spoiled').map((name) => wordOf(goals, name));
  return shown.join(', ') || (SESSIONS.includes(thief) ? noSession : nothing);
}

/** Every other move with a name names a provider or a directory. */
const MOVES_WITH_ROLES: readonly string[] = ['gives-roles', 'takes-role', 'gives-role', 'owner-is-promoted'];

/** `unlocked-phone+mailbox` or `provider:corp`. */
function thiefText(id: string): string {
  return id
    .split('+')
    .map((part) => {
      const [kind = '', ...on] = part.split(':');
      const nameOf = kind === 'helpdesk' ? roleName : providerName;
      return [wordOf(thieves.names, kind), ...(on.length === 0 ? [] : [nameOf(on.join(':'))])].join(' ');
    })
    .join(' + ');
}

function accountText({ roles, factors, emergency }: BetterThreat['codes']): string {
  const { noRole, emergency: ofEmergency, mail, noFactor } = thieves;
  const who = roles.length === 0 ? noRole : roles.map(roleName).join(' + ');
  const has = factors.map((factor) => (factor === 'email-code' ? mail : wayName(factor)));
  return `${who} (${[...(emergency ? [ofEmergency] : []), ...has].join(', ') || noFactor})`;
}

function stepText({ move, method, of, on }: Step): string {
  const { acts, actsWith } = thieves;
  const named = MOVES_WITH_ROLES.includes(move) ? on?.split(', ').map(roleName).join(', ') : on && providerName(on);
  const at = named === undefined ? '' : ` (${named})`;
  const said = sentenceFor(actsWith, move);
  if (said !== undefined && method !== undefined) return said(`${wayName(method)}${at}`, method, of === 'own');
  return `${wordOf(acts, move)}${at}`;
}

function wordOf(known: Readonly<Record<string, string>>, code: string): string {
  return sentenceFor(known, code) ?? code;
}
