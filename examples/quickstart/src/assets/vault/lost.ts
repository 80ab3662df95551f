import type { VaultStatus } from '@sallyport/vault';
import { download } from '../ui/clipboard.ts';
import { button, linkButton } from '../ui/controls.ts';
import { h } from '../ui/element.ts';
import { problemLine } from '../ui/problem-line.ts';
import { sealedNote } from './note.ts';
import { keyInUse } from './vaults.ts';

export interface LostInput {
  readonly accountId: string;
  readonly status: VaultStatus;
  onBack(): void;
  onAnew(): void;
}

/** No way in is left to its owner: what the emergency account needs, and the way to begin anew. */
export function lostCard({ accountId, status, onBack, onAnew }: LostInput): HTMLElement {
  const canBeOpened = status.ways.some(({ kind }) => kind === 'emergency');
  const problem = problemLine();
  const take = button({
    label: 'Download the sealed note',
    testid: 'download-sealed',
    look: 'wide',
    run: async () => {
      problem.clear();
      try {
        const sealed = await sealedNote(await keyInUse());
        if (sealed === undefined) return problem.say('There’s no note in this vault.');
        download('note.txt', sealed);
      } catch (thrown) {
        problem.show(thrown);
      }
    },
  });
  const steps = [
    h('p', {}, 'The emergency account can open your vault, and only it. You’re told when that happens.'),
    h(
      'ol',
      { class: 'plain' },
      h('li', {}, 'Call an administrator, so that they know it’s you who asks.'),
      h('li', {}, 'Download your note, still sealed, and hand it over. Nobody can read it without the emergency key.'),
      h('li', {}, 'You get the note back as text. Then make a new vault for it.'),
    ),
    h(
      'p',
      { class: 'small-text muted' },
      'Your account is ',
      h('code', { 'data-testid': 'account-id' }, accountId),
      '.',
    ),
    problem.element,
    take,
  ];
  const none = h(
    'p',
    { class: 'note warn' },
    'This vault was never sealed for the emergency account: nobody can open it.',
  );
  return h(
    'div',
    { class: 'card stage', 'data-testid': 'lost' },
    h('header', {}, h('h2', {}, 'You can’t open it any more?')),
    canBeOpened ? steps : none,
    button({ label: 'Make a new vault…', testid: 'start-anew', look: 'wide danger', run: onAnew }),
    linkButton('Back', 'back-to-locked', onBack, 'quiet'),
  );
}
