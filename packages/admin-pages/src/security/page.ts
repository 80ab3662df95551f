import type { FlaggedAccount, SecurityView } from '@sallyport/browser';
import { byId, client, fill, guarded, h, parameter, showWho, wayName, when } from '@sallyport/pages/parts';
import { reasonsLine } from '../reasons-line.ts';
import { words } from '../words.ts';
import { actionLog } from './action-log.ts';
import { failuresChart } from './failures-chart.ts';

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
    h('section', { class: 'card stack' }, h('h2', {}, words.security.failures), failuresChart(view.failuresByHour)),
    h(
      'div',
      { class: 'columns' },
      flagged(
        words.security.locked,
        'locked',
        view.locked,
        words.security.nobodyLocked,
        names,
        words.security.lockedMeans,
      ),
      flagged(
        words.security.blocked,
        'blocked',
        view.blocked,
        words.security.nobodyBlocked,
        names,
        words.security.blockedMeans,
      ),
    ),
    flagged(
      words.security.unmet,
      'mandates',
      view.mandatesUnmet,
      words.security.nobodyUnmet,
      names,
      words.security.unmetMeans,
    ),
    log,
  );
  // Scrolls to the log of the requested account, which is below the numbers of all accounts.
  if (account !== undefined) log.scrollIntoView();
}

function numbers(view: SecurityView): HTMLElement {
  const failures = view.failuresByHour.reduce((sum, { count }) => sum + count, 0);
  const number = (label: string, value: number): HTMLElement =>
    h('div', { class: 'card number' }, h('p', {}, label), h('p', {}, value));
  return h(
    'div',
    { class: 'numbers' },
    number(words.security.locked, view.locked.length),
    number(words.security.blocked, view.blocked.length),
    number(words.security.failedInADay, failures),
    number(words.security.unmet, view.mandatesUnmet.length),
  );
}

function flagged(
  title: string,
  testid: string,
  accounts: readonly FlaggedAccount[],
  none: string,
  names: ReadonlyMap<string, string>,
  means?: string,
): HTMLElement {
  const nameOf = ({ identifier, accountId }: FlaggedAccount): string => identifier ?? names.get(accountId) ?? accountId;
  return h(
    'section',
    { class: 'stack' },
    h('h2', {}, title),
    means === undefined ? null : h('p', { class: 'hint' }, means),
    h(
      'div',
      { class: 'card rows', 'data-testid': testid },
      accounts.length === 0 ? h('p', { class: 'empty' }, none) : null,
      accounts.map((account) =>
        h(
          'div',
          { class: 'row' },
          h('div', { class: 'about' }, h('p', {}, nameOf(account)), whyOf(account)),
          h(
            'a',
            {
              class: 'button compact',
              href: `/admin?id=${encodeURIComponent(account.accountId)}`,
              'aria-label': words.security.openOne(nameOf(account)),
            },
            words.security.open,
          ),
        ),
      ),
    ),
  );
}

function whyOf(account: FlaggedAccount): HTMLElement | null {
  const until = account.until === undefined ? undefined : words.security.opensAgain(when(account.until));
  const since = account.since === undefined ? undefined : words.security.since(when(account.since));
  const because = reasonsLine(account.because ?? []) || undefined;
  const tried = account.authenticator === undefined ? undefined : wayName(account.authenticator);
  const parts = [tried, account.reason, since, until, because];
  const text = parts.filter((part) => part !== undefined).join(' · ');
  return text === '' ? null : h('p', {}, text);
}
