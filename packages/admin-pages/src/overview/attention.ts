import type { Overview } from '@sallyport/browser';
import { h, here, sentenceFor } from '@sallyport/pages/parts';
import type { IconName } from '../icons.ts';
import { card } from '../parts/card.ts';
import { icon } from '../parts/frame.ts';
import { peoplePage, quietLink, roleText } from '../parts/names.ts';
import { counted } from '../parts/numbers.ts';
import { words } from '../words.ts';
import { notBegunIn } from './meets.ts';

const { attention: says } = words.overview;

type Entry = Overview['attention'][number];

interface Look {
  readonly icon: IconName;
  readonly tone: 'stop' | 'warn' | '';
  readonly act: keyof typeof says.acts;
  readonly href: string;
}

const ofState = (state: string, look: Omit<Look, 'href'>): Look => ({ ...look, href: peoplePage({ state }) });
const ofRisk = (risk: string, look: Omit<Look, 'href'>): Look => ({ ...look, href: peoplePage({ risk }) });

const looks: Readonly<Record<string, Look>> = {
  noWayIn: ofState('noWayIn', { icon: 'cross', tone: 'stop', act: 'show' }),
  mustEnroll: ofState('mustEnroll', { icon: 'wait', tone: 'warn', act: 'show' }),
  invited: ofState('invitationOpen', { icon: 'mail', tone: '', act: 'show' }),
  locked: ofState('locked', { icon: 'password', tone: 'warn', act: 'show' }),
  blocked: ofState('blocked', { icon: 'none', tone: '', act: 'show' }),
  attacked: ofRisk('attacked', { icon: 'activity', tone: 'stop', act: 'show' }),
  disowned: ofRisk('disowned', { icon: 'risks', tone: 'stop', act: 'show' }),
  'one-policy-administrator': { icon: 'policy', tone: 'warn', act: 'wayOut', href: here('/admin/risks') },
  'administrator-without-strong-factor': { icon: 'risks', tone: 'stop', act: 'wayOut', href: here('/admin/risks') },
  'one-passkey-only': ofRisk('one-passkey-only', { icon: 'passkey', tone: 'warn', act: 'show' }),
  'no-backup-codes': ofRisk('no-backup-codes', { icon: 'codes', tone: 'warn', act: 'show' }),
  dormant: ofRisk('dormant', { icon: 'wait', tone: 'warn', act: 'show' }),
  'never-signed-in': ofRisk('never-signed-in', { icon: 'person', tone: '', act: 'show' }),
  'policy-finding': { icon: 'policy', tone: 'warn', act: 'policy', href: here('/admin/policy') },
};

const unknown: Look = { icon: 'risks', tone: 'warn', act: 'show', href: here('/admin/risks') };

const MOST = 5;

export function attentionCard(overview: Overview): HTMLElement {
  return card({
    title: says.title,
    testid: 'attention',
    look: 'flush w8',
    beside: h('a', { href: here('/admin/risks') }, words.titles.risks),
    content:
      overview.attention.length === 0
        ? h('p', { class: 'nothing' }, icon('tick'), says.nothing)
        : h(
            'ul',
            { class: 'lines tight' },
            overview.attention.map((entry) => line(entry, overview)),
            overview.attention.length < MOST ? null : h('li', { class: 'hint' }, says.most(MOST)),
          ),
  });
}

function line(entry: Entry, overview: Overview): HTMLElement {
  const { icon: name, tone, act, href } = sentenceFor(looks, entry.code) ?? unknown;
  const what = sentence(entry);
  const below = linesBelow(entry, overview);
  return h(
    'li',
    { 'data-testid': `attention-${entry.code}` },
    icon(name, tone),
    h(
      'div',
      {},
      h('p', {}, quietLink(href, what, 'strong')),
      below.map((text) => h('p', {}, text)),
    ),
    h('a', { class: 'button small', href, 'aria-label': says.actOn(says.acts[act], what) }, says.acts[act]),
  );
}

/** The server's own English sentence stands in for an unknown code. */
function sentence({ code, count: n, message }: Entry): string {
  const words_ = sentenceFor(says.says, code) ?? sentenceFor(words.risks.says, code);
  return words_ === undefined ? message : words_(n, counted(n));
}

/** With blocked people, only their number: the other numbers include them. */
function linesBelow({ code, count: n }: Entry, overview: Overview): readonly string[] {
  if (code !== 'noWayIn' && code !== 'mustEnroll') return [];
  // The list behind the link has the blocked people, too.
  const blocked = overview[code] - n;
  if (blocked > 0) return [says.andBlocked(blocked, counted(blocked))];
  const mostly = mostlyOf(code, overview);
  return [...(mostly === undefined ? [] : [mostly]), ...notBegunIn(code, overview)];
}

function mostlyOf(code: 'noWayIn' | 'mustEnroll', { byRole }: Overview): string | undefined {
  const having = byRole.filter((role) => role[code] > 0);
  const [most] = having.toSorted((one, other) => other[code] - one[code]);
  return most === undefined || having.length < 2 ? undefined : says.mostly(counted(most[code]), roleText(most.role));
}
