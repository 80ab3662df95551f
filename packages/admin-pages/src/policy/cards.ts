import { button, type Child, fill, h } from '@sallyport/pages/parts';
import { type Path, readAt } from './document.ts';
import type { Draft } from './draft.ts';
import { markFaults } from './fault-words.ts';
import { memberField, type Offers, shown } from './fields.ts';
import { memberAt } from './members.ts';
import type { Part } from './roles-table.ts';
import { memberTitle } from './rule-words.ts';
import type { Judge } from './verdict.ts';
import { changeAt, wasLine } from './was.ts';
import { words } from './words.ts';

const LONG: readonly string[] = ['helpdesk', 'definition', 'trust'];

export interface CardInput {
  readonly id: string;
  readonly title: string;
  readonly paths: () => readonly Path[];
  readonly empty?: string;
  /** In place of the usual fields. Load when the person opens the card. */
  readonly fields?: () => Promise<Child>;
}

export function settingCard(draft: Draft, judge: Judge, offers: Offers, card: CardInput): Part {
  const { cards } = words.policy;
  const content = h('div', { class: 'content' });
  const notes = h('div', {});
  let isOpen = false;
  /** A form that loaded late does not replace a later drawing. */
  let turn = 0;
  const toggle = button({
    label: cards.edit,
    testid: `edit-${card.id}`,
    look: 'plain',
    run: async () => {
      isOpen = !isOpen;
      await draw();
      if (isOpen) content.querySelector<HTMLElement>('input, select')?.focus();
      else toggle.focus();
    },
  });
  const element = h(
    'section',
    { class: 'card setting', 'aria-labelledby': `c-${card.id}`, 'data-testid': `card-${card.id}` },
    h('div', { class: 'card-head' }, h('h3', { id: `c-${card.id}` }, card.title), toggle),
    content,
    notes,
  );

  async function draw(): Promise<void> {
    toggle.textContent = isOpen ? cards.done : cards.edit;
    toggle.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) toggle.removeAttribute('aria-label');
    else toggle.setAttribute('aria-label', cards.editOne(card.title));
    showNotes();
    turn += 1;
    const drawn = turn;
    const next = isOpen ? await form() : facts();
    if (drawn !== turn) return;
    fill(content, next);
    showFaults();
  }

  async function form(): Promise<Child> {
    const fields = (await card.fields?.()) ?? card.paths().map((path) => memberField(draft, path, offers));
    const form = h('form', { class: 'grid' }, fields);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      toggle.click();
    });
    return form;
  }

  function facts(): Child {
    const paths = card.paths();
    if (paths.length === 0) return h('p', { class: 'muted small-text' }, card.empty ?? words.policy.rules.none);
    return h(
      'dl',
      { class: 'settings' },
      paths.map((path) => {
        // The text of an absent value, such as "Nobody", is short.
        const isSet = readAt(draft.policy(), path) !== undefined;
        const isLong = isSet && LONG.includes(memberAt(path)?.member.kind ?? '');
        return [h('dt', {}, memberTitle(path)), h('dd', { class: isLong ? 'long' : undefined }, shown(draft, path))];
      }),
    );
  }

  function showFaults(): void {
    if (isOpen) markFaults(content, judge.verdict().problem, draft.policy());
  }

  function showNotes(): void {
    const changes = card.paths().flatMap((path) => {
      const change = changeAt(draft, judge, path);
      return change === undefined ? [] : [{ path, change }];
    });
    fill(
      notes,
      changes.map(({ path }) => {
        const line = wasLine(draft, judge, path);
        if (line instanceof HTMLElement) {
          line.querySelector('button')?.addEventListener('click', () => void draw());
          if (changes.length > 1) line.prepend(h('strong', {}, `${memberTitle(path)} `));
        }
        return line;
      }),
    );
    element.classList.toggle('changed', changes.length > 0);
    element.classList.toggle(
      'stricter',
      changes.some(({ change }) => change === 'stricter'),
    );
    element.classList.toggle(
      'weaker',
      changes.some(({ change }) => change === 'weaker'),
    );
  }

  void draw();
  return {
    element,
    show: () => {
      // The fields that the person is typing in stay.
      if (isOpen && content.contains(document.activeElement)) {
        showNotes();
        showFaults();
      } else void draw();
    },
  };
}
