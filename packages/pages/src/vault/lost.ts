import type { VaultStatus } from '@sallyport/vault';
import { download } from '../parts/clipboard.ts';
import { button, linkButton } from '../parts/controls.ts';
import { h } from '../parts/element.ts';
import { either } from '../parts/lists.ts';
import { problemLine } from '../parts/problem-line.ts';
import { sealedNote } from './note.ts';
import { keyInUse } from './vaults.ts';
import { kindName } from './ways.ts';
import { words } from './words.ts';

export interface LostInput {
  readonly accountId: string;
  readonly status: VaultStatus;
  onBack(): void;
  onAnew(): void;
}

export function lostCard({ accountId, status, onBack, onAnew }: LostInput): HTMLElement {
  const canBeOpened = status.ways.some(({ kind }) => kind === 'emergency');
  const problem = problemLine();
  const take = button({
    label: words.vault.lost.download,
    testid: 'download-sealed',
    look: 'wide',
    run: async () => {
      problem.clear();
      try {
        const sealed = await sealedNote(await keyInUse());
        if (sealed === undefined) return problem.say(words.vault.lost.noNote);
        download(words.vault.lost.fileName, sealed);
      } catch (thrown) {
        problem.show(thrown);
      }
    },
  });
  const steps = [
    h(
      'ol',
      { class: 'plain' },
      h('li', {}, words.vault.lost.ask),
      h('li', {}, words.vault.lost.handOver),
      h('li', {}, words.vault.lost.getBack),
    ),
    h(
      'p',
      { class: 'small-text muted' },
      words.vault.lost.account(h('code', { 'data-testid': 'account-id' }, accountId)),
    ),
    problem.element,
    take,
  ];
  return h(
    'div',
    { class: 'card stage', 'data-testid': 'lost' },
    h(
      'header',
      {},
      h('h2', { tabindex: -1, id: 'lost-title' }, words.vault.lost.title),
      canBeOpened
        ? h('p', { class: 'muted' }, words.vault.lost.lead)
        : h('p', { class: 'note warn' }, words.vault.lost.noEmergency(either(status.ways.map(kindName)))),
    ),
    canBeOpened ? steps : null,
    button({ label: words.vault.lost.startAnew, testid: 'start-anew', look: 'wide danger', run: onAnew }),
    linkButton(words.buttons.back, 'back-to-locked', onBack, 'quiet'),
  );
}
