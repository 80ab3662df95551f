import type { AdminAccount } from '@sallyport/browser';
import { button, client, fill, h, problemLine, sentenceFor, when, withStepUp } from '@sallyport/pages/parts';
import { words } from './words.ts';

/** Loads on request. Shows the host's words if the page has none. */
export function exposureCard({ accountId, status }: AdminAccount): HTMLElement {
  const problem = problemLine();
  const place = h('div', { class: 'card rows', 'data-testid': 'exposure' });

  async function load(): Promise<void> {
    problem.clear();
    try {
      const { asOf, items } = await withStepUp(() => client.admin.exposure(accountId));
      fill(
        place,
        items.length === 0 ? h('p', { class: 'empty' }, words.administration.exposure.none) : null,
        items.map((item) =>
          h(
            'div',
            { class: 'row' },
            h(
              'div',
              { class: 'about' },
              h('p', {}, sentenceFor(words.administration.exposure.items, item.id) ?? item.label),
              h(
                'p',
                {},
                item.lastUsedAt === undefined
                  ? words.administration.exposure.noUse
                  : words.administration.exposure.lastUsed(when(item.lastUsedAt)),
              ),
            ),
            h(
              'span',
              { class: 'badge' },
              sentenceFor(words.administration.exposure.access, item.access) ?? item.access,
            ),
          ),
        ),
        h('p', { class: 'row muted small-text' }, words.administration.exposure.asOf(when(asOf))),
      );
    } catch (thrown) {
      problem.show(thrown);
    }
  }

  const show = button({
    label: words.administration.exposure.show,
    testid: 'show-exposure',
    look: 'compact',
    run: load,
  });
  fill(place, h('div', { class: 'row' }, h('p', { class: 'about muted' }, words.administration.exposure.about), show));
  if (status === 'blocked') void load();
  const { now, whenBlocked } = words.administration.exposure.title;
  const title = status === 'blocked' ? whenBlocked : now;
  return h('section', { class: 'stack' }, h('h2', {}, title), problem.element, place);
}
