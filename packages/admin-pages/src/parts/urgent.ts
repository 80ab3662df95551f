import { client, h, here } from '@sallyport/pages/parts';
import { words } from '../words.ts';
import { counted } from './numbers.ts';

const KEY = 'sallyport.admin.urgent';

export function noteUrgent(urgent: number): void {
  sessionStorage.setItem(KEY, String(urgent));
  showUrgent();
}

/** If no page of this tab has noted the number before. */
export async function learnUrgent(): Promise<void> {
  if (sessionStorage.getItem(KEY) !== null) return;
  const overview = await client.admin.overview().catch(() => undefined);
  if (overview !== undefined) noteUrgent(overview.urgent);
}

/** The next person at this browser may be somebody else. */
export function forgetUrgent(): void {
  sessionStorage.removeItem(KEY);
}

export function showUrgent(): void {
  const link = document.querySelector(`.side nav li a[href="${here('/admin/risks')}"]`);
  const urgent = Number(sessionStorage.getItem(KEY) ?? 0);
  link?.querySelector('.dot')?.remove();
  if (!(urgent > 0)) return;
  link?.append(
    h(
      'span',
      { class: 'dot', 'data-testid': 'urgent' },
      counted(urgent),
      h('span', { class: 'unseen' }, ` ${words.risks.urgent}`),
    ),
  );
}
