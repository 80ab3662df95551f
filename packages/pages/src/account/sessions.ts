import type { SessionEntry } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { deviceName } from '../parts/device-name.ts';
import { h } from '../parts/element.ts';
import { when } from '../parts/explain.ts';
import { withStepUp } from '../parts/step-up.ts';
import { words } from '../words.ts';
import { rowButtons } from './row-buttons.ts';
import type { Shown } from './shown.ts';

/** The card with the account's sessions. */
export function sessionsCard(sessions: readonly SessionEntry[], shown: Shown): HTMLElement {
  const others = sessions.filter((session) => !session.current);
  const endAll = rowButtons(shown)(words.account.sessions.endOthers, 'revoke-others', async () => {
    await withStepUp(() => client.account.revokeOtherSessions());
    return words.account.sessions.othersEnded;
  });
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
      sessions.map((session) => sessionRow(session, shown)),
    ),
  );
}

function sessionRow(session: SessionEntry, shown: Shown): HTMLElement {
  const ends = async (): Promise<string> => {
    await withStepUp(() => client.account.revokeSession(session.id));
    return words.account.sessions.ended;
  };
  const end = rowButtons(shown)(words.account.sessions.end, 'revoke-session', ends, {
    spoken: words.account.sessions.endOne(deviceName(session.userAgent, words.account.devices)),
  });
  const seen = [
    words.account.sessions.seen(when(session.lastSeenAt)),
    words.account.sessions.since(when(session.createdAt)),
    session.ip,
  ].filter(Boolean);
  return h(
    'div',
    { class: 'row session', 'data-testid': 'session-row' },
    h(
      'div',
      { class: 'about' },
      h('p', {}, deviceName(session.userAgent, words.account.devices)),
      h('p', {}, seen.join(' · ')),
    ),
    session.current
      ? h('span', { class: 'badge go' }, words.account.sessions.thisOne)
      : h('div', { class: 'actions keep' }, end),
  );
}
