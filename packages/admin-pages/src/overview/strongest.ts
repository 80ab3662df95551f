import type { Overview } from '@sallyport/browser';
import { h } from '@sallyport/pages/parts';
import { bar } from '../charts/columns.ts';
import { chartCard } from '../parts/card.ts';
import { factorIcon, factorName } from '../parts/factors.ts';
import { icon } from '../parts/frame.ts';
import { peoplePage } from '../parts/names.ts';
import { counted, share } from '../parts/numbers.ts';
import { words } from '../words.ts';

const { strongest: says } = words.overview;

/** Counts people without a way to sign in too. */
export function strongestCard({ byStrongestFactor, accounts, noWayIn }: Overview): HTMLElement {
  const most = Math.max(1, ...byStrongestFactor.map((each) => each.count));
  return chartCard({
    title: says.title,
    testid: 'strongest',
    look: 'w5',
    content: [
      h(
        'ul',
        { class: 'factors' },
        byStrongestFactor.map((each) =>
          h(
            'li',
            {},
            h(
              'a',
              { href: peoplePage({ strongest: each.factor }), 'data-testid': `strongest-${each.factor}` },
              icon(factorIcon(each.factor)),
              h('span', {}, strongestName(each.factor)),
              h('strong', {}, counted(each.count)),
              bar([{ value: each.count, tone: toneOf(each.factor) }], most, 5),
            ),
          ),
        ),
      ),
      noWayIn === 0 ? null : h('p', { class: 'hint', 'data-testid': 'no-way-in-too' }, says.noWayInToo),
    ],
    table: {
      head: [says.title, says.people, says.share],
      rows: byStrongestFactor.map((each) => [
        strongestName(each.factor),
        counted(each.count),
        share(each.count, accounts),
      ]),
    },
  });
}

function strongestName(factor: string): string {
  if (factor === 'none') return says.nothing;
  return factor === 'password' ? says.passwordOnly : factorName(factor);
}

function toneOf(factor: string): 'good' | 'calm' | 'warn' | 'bad' {
  if (factor === 'passkey' || factor === 'totp') return 'good';
  if (factor === 'password' || factor === 'none') return 'bad';
  return factor === 'sso' || factor === 'ldap' ? 'calm' : 'warn';
}
