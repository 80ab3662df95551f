import type { Passkey } from '@sallyport/browser';
import type { OpenVault } from '@sallyport/vault';
import { askBeforeLeaving } from '../parts/before-leaving.ts';
import { actionForm, button, TakenBack } from '../parts/controls.ts';
import { ask } from '../parts/dialog.ts';
import { fill, h } from '../parts/element.ts';
import type { HandedPasskey } from '../parts/passkey-handover.ts';
import { problemLine } from '../parts/problem-line.ts';
import { logSection } from './log.ts';
import { readNote, saveNote } from './note.ts';
import { type Act, type Done, offerNote, waysSection } from './ways.ts';
import { words } from './words.ts';

export interface OpenViewInput {
  readonly place: HTMLElement;
  readonly vault: OpenVault;
  passkeys(): Promise<readonly Passkey[]>;
  onLock(): void;
  onDone(done: Done, typed: string | undefined): Promise<void>;
}

export interface After extends Partial<Pick<Done, 'said' | 'warns'>> {
  readonly typed?: string | undefined;
  readonly offered?: HandedPasskey | undefined;
}

export async function showOpen(
  { place, vault, passkeys, onLock, onDone }: OpenViewInput,
  { said, warns = false, typed, offered }: After = {},
): Promise<void> {
  const problem = problemLine();
  const news = h(
    'p',
    { class: `note ${warns ? 'warn' : 'go'}`, tabindex: -1, 'data-testid': 'news', hidden: said === undefined },
    said,
  );
  const [text, known, log] = await Promise.all([readNote(vault), passkeys(), logSection()]);
  const note = noteCard(vault, text, typed, onLock);
  const act: Act = async (run) => {
    problem.clear();
    try {
      const done = await run();
      await onDone(typeof done === 'string' ? { vault, said: done } : done, note.unsaved());
    } catch (thrown) {
      if (!(thrown instanceof TakenBack)) problem.show(thrown);
    }
  };
  fill(place, news, problem.element, offerNote(vault, offered, act), note.element, waysSection(vault, known, act), log);
  if (said !== undefined) news.focus();
}

interface NoteCard {
  readonly element: HTMLElement;
  unsaved(): string | undefined;
}

function noteCard(vault: OpenVault, text: string, typed: string | undefined, onLock: () => void): NoteCard {
  const saved = h('p', { class: 'muted', role: 'status', 'data-testid': 'saved' });
  const attributes = { id: 'note', name: 'note', class: 'prose', rows: 5, maxlength: 10_000 };
  const note = h('textarea', { ...attributes, 'data-testid': 'note' });
  note.value = text;
  let kept = note.value;
  if (typed !== undefined) note.value = typed;
  note.addEventListener('input', () => fill(saved));
  const unsaved = (): string | undefined => (note.value === kept ? undefined : note.value);
  askBeforeLeaving(() => note.isConnected && unsaved() !== undefined);
  const form = actionForm({
    fields: h('div', { class: 'field' }, h('label', { for: 'note' }, words.vault.note), note),
    submit: words.vault.saveNote,
    testid: 'save-note',
    after: saved,
    run: async () => {
      fill(saved);
      const sent = note.value;
      await saveNote(vault, sent);
      kept = sent;
      // Nothing is said of a text that was typed in the meantime.
      if (unsaved() === undefined) fill(saved, words.vault.noteSaved);
    },
  });
  const close = async (): Promise<void> => {
    if (unsaved() === undefined || (await agreesToLose())) onLock();
  };
  const lock = button({ label: words.vault.close, testid: 'lock', look: 'compact', run: close });
  const element = h('div', { class: 'card stage', 'data-testid': 'open' }, form, h('div', { class: 'actions' }, lock));
  return { element, unsaved };
}

async function agreesToLose(): Promise<boolean> {
  try {
    await ask({ ...words.vault.closing, danger: true, run: async () => {} });
    return true;
  } catch {
    return false;
  }
}
