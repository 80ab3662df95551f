import type { PolicyDocument, PolicyImpact } from '@sallyport/browser';
import { beginning, button, type Child, fill, h, problemLine, TakenBack } from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { counted } from '../parts/numbers.ts';
import type { Draft } from './draft.ts';
import { signedInNow } from './signed-in-now.ts';
import { strengthNamesFor } from './strength-names.ts';
import { movedTo } from './verdict.ts';
import { words } from './words.ts';

const MOST_NOTE = 500;

export interface SaveCard {
  readonly element: HTMLElement;
  ticked(count: number): void;
}

export interface SaveInput {
  readonly policy: PolicyDocument;
  readonly impact: PolicyImpact;
  readonly draft: Draft;
  readonly weaker: number;
  firstTick(): HTMLElement | null;
  save(note: string): Promise<void>;
  shadow(note: string): Promise<void>;
}

export function saveCard({ policy, impact, draft, weaker, firstTick, save, shadow }: SaveInput): SaveCard {
  const { save: says } = words.review;
  const problem = problemLine();
  const list = h('ul', { class: 'sum' });
  const why = h('p', { class: 'hint', id: 'save-why' });
  const hint = h('p', { class: 'hint', id: 'note-hint' });
  const text = h('textarea', {
    ...{ id: 'note', rows: 4, maxlength: MOST_NOTE, 'data-testid': 'note', 'aria-describedby': 'note-hint' },
  });
  text.value = draft.note();
  text.addEventListener('input', () => {
    draft.keepNote(text.value);
    count();
  });
  const submit: HTMLButtonElement = button({
    label: says.save,
    testid: 'policy-save',
    look: 'primary wide',
    attributes: { 'aria-describedby': 'save-why' },
    run: () => runs(save, submit),
  });
  const beside: HTMLButtonElement = button({
    label: words.shadow.start,
    testid: 'policy-shadow',
    look: 'wide',
    attributes: { 'aria-describedby': 'shadow-about' },
    run: () => runs(shadow, beside),
  });
  let done = 0;

  async function runs(act: (note: string) => Promise<void>, from: HTMLButtonElement): Promise<void> {
    problem.clear();
    try {
      await act(text.value.trim());
    } catch (thrown) {
      if (thrown instanceof TakenBack) return;
      problem.show(thrown, from);
      problem.element.append(strengthNamesFor(thrown, policy) ?? '');
    }
  }

  function count(): void {
    fill(hint, says.noteHint(text.value.length, MOST_NOTE));
  }

  function show(): void {
    const left = weaker - done;
    const noWayIn = movedTo(impact, 'noWayIn');
    const strands = impact.strandsAdministrators === true;
    const later = (impact.dates ?? []).filter(({ stranded }) => stranded > impact.stranded);
    submit.disabled = left > 0 || strands;
    fill(
      list,
      strands ? point('stop', says.noAdministrator, 'no-administrator') : null,
      noWayIn > 0 ? point('stop', says.shutOut(counted(noWayIn), noWayIn === 1)) : null,
      later.map(({ from, stranded }) => {
        const more = stranded - impact.stranded;
        return point('stop', says.shutOutFrom(beginning(from), counted(more), more === 1), 'shut-out-from');
      }),
      noWayIn > 0 || later.length > 0 || strands ? null : point('go', says.nobodyShutOut),
      weaker === 0 ? point('go', says.nothingWeaker) : point(left > 0 ? 'stop' : 'warn', says.weaker(weaker, done)),
      vaultNotes(impact).map((note) => point('stop', note, 'vault-impact')),
    );
    const toTick = h('a', { href: '#h-changes', 'data-testid': 'to-tick' }, says.toFirst(left));
    toTick.addEventListener('click', (event) => {
      event.preventDefault();
      firstTick()?.focus();
    });
    // A tick would not help.
    if (strands) {
      fill(why, says.keepAdministrator);
      return;
    }
    const setsUp = movedTo(impact, 'mustEnroll') > 0;
    fill(
      why,
      left > 0 ? [says.tickFirst(left), ' ', toTick, '. '] : null,
      h('span', { 'data-testid': 'signed-in-now' }, signedInNow(policy)),
      ` ${[...(setsUp ? [says.starts] : []), says.undoLater].join(' ')}`,
    );
  }

  count();
  show();
  return {
    element: h(
      'section',
      { class: 'card', 'aria-labelledby': 'h-save', 'data-testid': 'save-card' },
      h('h2', { id: 'h-save' }, says.title(draft.base.version + 1)),
      list,
      h('div', { class: 'field' }, h('label', { for: 'note' }, says.note), text, hint),
      problem.element,
      submit,
      why,
      beside,
      h('p', { class: 'hint', id: 'shadow-about' }, words.shadow.startAbout),
    ),
    ticked: (ticked) => {
      done = ticked;
      show();
    },
  };
}

function point(look: 'go' | 'warn' | 'stop', text: string, testid?: string): Child {
  return h('li', { 'data-testid': testid }, icon(look === 'go' ? 'tick' : 'down', `s ${look}`), h('span', {}, text));
}

function vaultNotes({ vaults }: PolicyImpact): readonly string[] {
  const { withoutWay = 0, withoutEmergency = 0 } = vaults ?? {};
  const { save: says } = words.review;
  return [
    ...(withoutWay > 0 ? [says.vaultsWithoutWay(withoutWay)] : []),
    ...(withoutEmergency > 0 ? [says.vaultsWithoutEmergency(withoutEmergency)] : []),
  ];
}
