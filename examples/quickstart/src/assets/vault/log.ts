import { problemOf } from '@sallyport/browser';
import { h } from '../ui/element.ts';
import { when } from '../ui/explain.ts';

/** What happened to the vault, as the app tells its owner. */
interface VaultEvent {
  readonly at: string;
  readonly type: string;
  readonly by: 'you' | 'somebody else';
  readonly kind?: string;
  readonly reason?: string;
}

/** What happened to the vault, newest first; nothing where there is nothing to tell. */
export async function logSection(): Promise<HTMLElement | null> {
  const response = await fetch('/app/vault-log', { cache: 'no-store' });
  if (!response.ok) throw await problemOf(response);
  const { events }: { readonly events: readonly VaultEvent[] } = await response.json();
  if (events.length === 0) return null;
  return h(
    'section',
    { 'aria-labelledby': 'log-title' },
    h('h2', { id: 'log-title' }, 'What happened to it'),
    h('div', { class: 'card rows', 'data-testid': 'vault-log' }, events.map(row)),
  );
}

function row(event: VaultEvent): HTMLElement {
  const alarming = event.type === 'vault.emergency-opened';
  const about = [
    event.reason === undefined ? undefined : `Reason given: “${event.reason}”.`,
    `${capital(when(event.at))}, by ${event.by === 'you' ? 'you' : 'an administrator'}.`,
  ];
  return h(
    'div',
    { class: 'row', 'data-testid': 'vault-event', 'data-type': event.type },
    h(
      'div',
      { class: 'about' },
      h('p', {}, wordsOf(event)),
      h('p', { title: event.at }, about.filter(Boolean).join(' ')),
    ),
    alarming ? h('span', { class: 'badge warn' }, 'Emergency') : null,
  );
}

function wordsOf({ type, kind }: VaultEvent): string {
  const way = { passkey: 'a passkey', secret: 'a master secret', emergency: 'the emergency account' }[kind ?? ''];
  switch (type) {
    case 'vault.created':
      return 'The vault was made';
    case 'vault.replaced':
      return 'The vault got a new key';
    case 'vault.envelope-added':
      return `It opens by ${way ?? 'one more way'} since then`;
    case 'vault.envelope-removed':
      return `It opens by ${way ?? 'one way'} no longer`;
    default:
      return 'The emergency account took what opens the vault';
  }
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
