import { problemOf } from '@sallyport/browser';
import { h } from '../parts/element.ts';
import { when } from '../parts/explain.ts';
import { pageFetch } from '../parts/page-fetch.ts';
import { settings } from '../parts/settings.ts';
import { sentenceFor } from '../parts/words.ts';
import { words } from './words.ts';

interface VaultEvent {
  readonly at: string;
  readonly type: string;
  readonly by: 'you' | 'somebody else';
  readonly kind?: string;
  readonly reason?: string;
}

export async function logSection(): Promise<HTMLElement | null> {
  const path = settings.vault?.log;
  if (path === undefined) return null;
  const response = await pageFetch(path, { cache: 'no-store' });
  if (!response.ok) throw await problemOf(response);
  const { events }: { readonly events: readonly VaultEvent[] } = await response.json();
  if (events.length === 0) return null;
  return h(
    'section',
    { 'aria-labelledby': 'log-title' },
    h('h2', { id: 'log-title' }, words.vault.log.title),
    h('div', { class: 'card rows', 'data-testid': 'vault-log' }, events.map(row)),
  );
}

function row(event: VaultEvent): HTMLElement {
  const { log } = words.vault;
  const { at, by, reason } = event;
  const about = by === 'you' ? log.byYou(when(at)) : log.byAdministrator(when(at));
  return h(
    'div',
    { class: 'row', 'data-testid': 'vault-event', 'data-type': event.type },
    h(
      'div',
      { class: 'about' },
      h('p', {}, wordsOf(event)),
      reason === undefined ? null : h('p', {}, log.reason(reason)),
      h('p', { title: at }, about),
    ),
    event.type === 'vault.emergency-opened' ? h('span', { class: 'badge warn' }, log.emergency) : null,
  );
}

function wordsOf({ type, kind = '' }: VaultEvent): string {
  const { log } = words.vault;
  switch (type) {
    case 'vault.envelope-added':
      return sentenceFor(log.added, kind) ?? type;
    case 'vault.envelope-removed':
      return sentenceFor(log.removed, kind) ?? type;
    default:
      return sentenceFor({ 'vault.created': log.created, 'vault.replaced': log.replaced }, type) ?? log.emergencyOpened;
  }
}
