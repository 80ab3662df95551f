import type { FlaggedAccount, SecurityView } from '@sallyport/browser';
import { actionLog } from './administration/action-log.ts';
import { failuresChart } from './administration/failures-chart.ts';
import { client } from './ui/client.ts';
import { byId, fill, h } from './ui/element.ts';
import { reasonsLine, wayName, when } from './ui/explain.ts';
import { guarded } from './ui/guarded.ts';
import { parameter } from './ui/location.ts';
import { showWho } from './ui/who.ts';

const place = byId('admin');

void showWho().catch(() => undefined);
void guarded(place, load);

async function load(): Promise<void> {
  const [view, { accounts }] = await Promise.all([client.admin.security(), client.admin.accounts()]);
  const names = new Map(accounts.map((account) => [account.accountId, account.identifiers[0] ?? account.accountId]));
  const account = parameter('account');
  const log = await actionLog(names, account === undefined ? {} : { account });
  fill(
    place,
    numbers(view),
    h(
      'section',
      { class: 'card stack' },
      h('h2', {}, 'Failed attempts in the last 24 hours'),
      failuresChart(view.failuresByHour),
    ),
    h(
      'div',
      { class: 'columns' },
      flagged('Locked', 'locked', view.locked, 'Nobody is locked.', names),
      flagged('Blocked', 'blocked', view.blocked, 'Nobody is blocked.', names),
    ),
    flagged('Mandates not met yet', 'mandates', view.mandatesUnmet, 'Everyone meets what is asked of them.', names),
    log,
  );
}

function numbers(view: SecurityView): HTMLElement {
  const failures = view.failuresByHour.reduce((sum, { count }) => sum + count, 0);
  const number = (label: string, value: number): HTMLElement =>
    h('div', { class: 'card number' }, h('p', {}, label), h('p', {}, value));
  return h(
    'div',
    { class: 'numbers' },
    number('Locked', view.locked.length),
    number('Blocked', view.blocked.length),
    number('Failed in 24 hours', failures),
    number('Mandates unmet', view.mandatesUnmet.length),
  );
}

function flagged(
  title: string,
  testid: string,
  accounts: readonly FlaggedAccount[],
  none: string,
  names: ReadonlyMap<string, string>,
): HTMLElement {
  return h(
    'section',
    { class: 'stack' },
    h('h2', {}, title),
    h(
      'div',
      { class: 'card rows', 'data-testid': testid },
      accounts.length === 0 ? h('p', { class: 'empty' }, none) : null,
      accounts.map((account) =>
        h(
          'div',
          { class: 'row' },
          h(
            'div',
            { class: 'about' },
            h('p', {}, account.identifier ?? names.get(account.accountId) ?? account.accountId),
            whyOf(account),
          ),
          h('a', { class: 'button compact', href: `/admin?id=${encodeURIComponent(account.accountId)}` }, 'Open'),
        ),
      ),
    ),
  );
}

function whyOf(account: FlaggedAccount): HTMLElement | null {
  const until = account.until === undefined ? undefined : `Opens again ${when(account.until)}`;
  const since = account.since === undefined ? undefined : `Since ${when(account.since)}`;
  const because = reasonsLine(account.because ?? []) || undefined;
  const tried = account.authenticator === undefined ? undefined : wayName(account.authenticator);
  const words = [tried, account.reason, since, until, because];
  const text = words.filter((word) => word !== undefined).join(' · ');
  return text === '' ? null : h('p', {}, text);
}
