import type { Passkey } from '@sallyport/browser';
import type { OpenVault } from '@sallyport/vault';
import { actionForm, button, TakenBack, textOf } from '../parts/controls.ts';
import { fill, h } from '../parts/element.ts';
import { problemLine } from '../parts/problem-line.ts';
import { words } from '../words.ts';
import { logSection } from './log.ts';
import { readNote, saveNote } from './note.ts';
import { type Act, type Done, waysSection } from './ways.ts';

export interface OpenViewInput {
  readonly place: HTMLElement;
  readonly vault: OpenVault;
  passkeys(): Promise<readonly Passkey[]>;
  onLock(): void;
  /** Called after an act. Shows the vault, or its replacement, again. */
  onDone(done: Done): Promise<void>;
}

/** The page of an open vault: the note, and the ways in. */
export async function showOpen(
  { place, vault, passkeys, onLock, onDone }: OpenViewInput,
  said?: string,
): Promise<void> {
  const problem = problemLine();
  const news = h('p', { class: 'note go', tabindex: -1, 'data-testid': 'news', hidden: said === undefined }, said);
  const [text, known, log] = await Promise.all([readNote(vault), passkeys(), logSection()]);
  const act: Act = async (run) => {
    problem.clear();
    try {
      const done = await run();
      await onDone(typeof done === 'string' ? { vault, said: done } : done);
    } catch (thrown) {
      if (!(thrown instanceof TakenBack)) problem.show(thrown);
    }
  };
  const lock = button({ label: words.vault.close, testid: 'lock', look: 'compact', run: onLock });
  fill(place, news, problem.element, noteCard(vault, text, lock), waysSection(vault, known, act), log);
  // The pressed element is drawn again, so the focus goes to the result.
  if (said !== undefined) news.focus();
}

function noteCard(vault: OpenVault, text: string, lock: HTMLElement): HTMLElement {
  const saved = h('p', { class: 'muted', role: 'status', 'data-testid': 'saved' });
  const note = h('textarea', { id: 'note', name: 'note', rows: 5, 'data-testid': 'note', maxlength: 10_000 });
  note.value = text;
  const form = actionForm({
    fields: h('div', { class: 'field' }, h('label', { for: 'note' }, words.vault.note), note),
    submit: words.vault.saveNote,
    testid: 'save-note',
    after: saved,
    run: async (values) => {
      fill(saved);
      await saveNote(vault, textOf(values, 'note'));
      fill(saved, words.vault.noteSaved);
    },
  });
  return h('div', { class: 'card stage', 'data-testid': 'open' }, form, h('div', { class: 'actions' }, lock));
}
