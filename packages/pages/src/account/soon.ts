import type { Account, Session } from '@sallyport/browser';
import { button } from '../parts/controls.ts';
import { codeWords } from '../parts/delivered-codes.ts';
import { h } from '../parts/element.ts';
import { beginning } from '../parts/explain.ts';
import { either } from '../parts/lists.ts';
import { hasPasskeys } from '../parts/passkeys-here.ts';
import { act, type Shown } from '../parts/shown.ts';
import { sentenceFor } from '../parts/words.ts';
import { words } from '../words.ts';
import { addFactor } from './add-factor.ts';
import { isClosed } from './closed-set-ups.ts';

const { soon: says } = words.account;

/** Says from which date on the site asks for more than the person has, and sets it up. */
export function soonNote(account: Account, { soon }: Session, shown: Shown): HTMLElement | null {
  if (soon === undefined) return null;
  const open = soon.offer.filter((method) => !isClosed(account, method));
  const date = beginning(soon.from);
  const text = open.length === 0 ? says.askForHelp(date) : says.setUpNow(either(open.map(wayTo)), date);
  const here = open.filter((method) => method !== 'passkey' || hasPasskeys());
  return h(
    'div',
    { class: 'note warn stack', 'data-testid': 'soon' },
    h('p', {}, text),
    here.length === 0
      ? null
      : h(
          'div',
          { class: 'actions' },
          here.map((method) =>
            button({
              label: labelOf(method),
              testid: `soon-${method}`,
              look: 'compact',
              run: () => act(shown, () => addFactor(method)),
            }),
          ),
        ),
  );
}

function wayTo(method: string): string {
  return sentenceFor(says.ways, method) ?? codeWords(method)?.label ?? method;
}

function labelOf(method: string): string {
  const { recommendations, factors, codes } = words.account;
  if (method === 'passkey') return recommendations.createPasskey;
  if (method === 'totp') return factors.setUpTotp;
  return codes.setUpTitle(codeWords(method)?.label ?? method);
}
