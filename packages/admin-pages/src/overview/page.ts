import type { SecurityView } from '@sallyport/browser';
import { byId, client, fill, guarded, h } from '@sallyport/pages/parts';
import { showFrame } from '../frame.ts';
import { words } from '../words.ts';
import { failuresChart } from './failures-chart.ts';

const place = byId('admin');

void showFrame().catch(() => undefined);
void guarded(place, load);

async function load(): Promise<void> {
  const view = await client.admin.security();
  fill(
    place,
    numbers(view),
    h('section', { class: 'card stack' }, h('h2', {}, words.security.failures), failuresChart(view.failuresByHour)),
  );
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
