import type { FlaggedAccount } from '@sallyport/browser';
import { byId, client, fill, guarded, h, wayName, when } from '@sallyport/pages/parts';
import { showFrame } from '../parts/frame.ts';
import { reasonsLine } from '../reasons-line.ts';
import { words } from '../words.ts';

const place = byId('admin');

void showFrame().catch(() => undefined);
void guarded(place, load);

async function load(): Promise<void> {
  const [view, { accounts }] = await Promise.all([client.admin.security(), client.admin.accounts()]);
  const names = new Map(accounts.map((account) => [account.accountId, account.identifiers[0] ?? account.accountId]));
  const { locked, blocked, unmet, nobodyLocked, nobodyBlocked, nobodyUnmet } = words.security;
  const { lockedMeans, blockedMeans, unmetMeans } = words.security;
  fill(
    place,
    flagged(locked, 'locked', view.locked, nobodyLocked, names, lockedMeans),
    flagged(blocked, 'blocked', view.blocked, nobodyBlocked, names, blockedMeans),
    flagged(unmet, 'mandates', view.mandatesUnmet, nobodyUnmet, names, unmetMeans),
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
              href: `/admin/people?id=${encodeURIComponent(account.accountId)}`,
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
