import { client, copyButton, fill, h, locale } from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { counted } from '../parts/numbers.ts';
import { words } from './words.ts';

/** The list does not wait for this line. */
export function sealedLine(): { readonly element: HTMLElement; load(): Promise<void> } {
  const { sealed: says } = words.activity;
  const element = h('div', { class: 'sealed', 'data-testid': 'sealed' });
  return {
    element,
    async load() {
      try {
        const head = await client.admin.logHead();
        const { size, at, root } = head;
        if (size === 0) return;
        const shown = h('code', {}, `${root.slice(0, 4)}…${root.slice(-4)}`);
        fill(
          element,
          icon('seal', 's'),
          h('p', {}, says.upTo(timeOf(at), counted(size)), ' ', says.seal, ' ', shown),
          copyButton(JSON.stringify(head), 'copy-seal'),
          h(
            'details',
            { 'data-testid': 'check-seal' },
            h('summary', {}, says.check),
            h('p', {}, says.keep),
            h('p', {}, says.compare, ...says.commands.flatMap((command) => [' ', h('code', {}, command)])),
            h('p', {}, says.files),
          ),
        );
      } catch {
        fill(element);
      }
    },
  };
}

const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
const instants = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

function timeOf(iso: string): string {
  const at = new Date(iso);
  return (at.toDateString() === new Date().toDateString() ? times : instants).format(at);
}
