import type { Account, SessionEntry } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { button } from '../parts/controls.ts';
import { deviceName } from '../parts/device-name.ts';
import { h } from '../parts/element.ts';
import { when } from '../parts/explain.ts';
import { dotted, listed } from '../parts/lists.ts';
import { rowButtons } from '../parts/row-buttons.ts';
import { act, type Shown } from '../parts/shown.ts';
import { withStepUp } from '../parts/step-up.ts';
import { words } from '../words.ts';

export function sessionsCard(account: Account, sessions: readonly SessionEntry[], shown: Shown): HTMLElement {
  const others = sessions.filter((session) => !session.current);
  const endAll = rowButtons(shown)(words.account.sessions.endOthers, 'revoke-others', () => endOthers(account));
  return h(
    'section',
    { 'aria-labelledby': 'sessions-title' },
    h(
      'div',
      { class: 'heading' },
      h('h2', { id: 'sessions-title' }, words.account.sessions.title),
      others.length > 0 ? endAll : null,
    ),
    h(
      'div',
      { class: 'card rows' },
      sessions.map((session) => sessionRow(account, session, shown)),
    ),
  );
}

async function endOthers(account: Account): Promise<string> {
  await withStepUp(() => client.account.revokeOtherSessions());
  return withPasskeysStay(words.account.sessions.othersEnded, account);
}

/** The end of a session leaves the passkey of a lost device. */
function withPasskeysStay(sentence: string, { factors }: Account): string {
  return factors.passkeys.length > 0 ? `${sentence} ${words.account.sessions.passkeysStay}` : sentence;
}

export function stillElsewhereNote(
  account: Account,
  sessions: readonly SessionEntry[],
  shown: Shown,
): HTMLElement | null {
  const others = sessions.filter((session) => !session.current);
  if (others.length === 0) return null;
  const { stillElsewhere, endOthers: label } = words.account.sessions;
  const where = [...new Set(others.map(({ userAgent }) => deviceName(userAgent, words.account.devices)))];
  return h(
    'div',
    { class: 'note split', 'data-testid': 'still-elsewhere' },
    h('p', {}, withPasskeysStay(stillElsewhere(listed(where)), account)),
    button({ label, testid: 'end-elsewhere', look: 'compact', run: () => act(shown, () => endOthers(account)) }),
  );
}

function sessionRow(account: Account, session: SessionEntry, shown: Shown): HTMLElement {
  const ends = async (): Promise<string> => {
    await withStepUp(() => client.account.revokeSession(session.id));
    return withPasskeysStay(words.account.sessions.ended, account);
  };
  const end = rowButtons(shown)(words.account.sessions.end, 'revoke-session', ends, {
    spoken: words.account.sessions.endOne(deviceName(session.userAgent, words.account.devices)),
  });
  const seen = [
    words.account.sessions.seen(when(session.lastSeenAt)),
    words.account.sessions.since(when(session.createdAt)),
    session.ip,
  ];
  return h(
    'div',
    { class: 'row session', 'data-testid': 'session-row' },
    h(
      'div',
      { class: 'about' },
      h('p', {}, deviceName(session.userAgent, words.account.devices)),
      h('p', {}, dotted(seen)),
    ),
    session.current
      ? h('span', { class: 'badge go' }, words.account.sessions.thisOne)
      : h('div', { class: 'actions keep' }, end),
  );
}
