import { ask, button, type Child, fill, h } from '@sallyport/pages/parts';
import { counted } from '../parts/numbers.ts';
import { rulesOf } from './document.ts';
import type { Draft } from './draft.ts';
import { faultLine, faultsOf } from './fault-words.ts';
import type { Part } from './roles-table.ts';
import { strengthNamesFor } from './strength-names.ts';
import { unfinishedText } from './unfinished.ts';
import { type Judge, movedTo, type Verdict } from './verdict.ts';
import { weakensWithEveryone } from './was.ts';
import { words } from './words.ts';

export function draftBar(
  draft: Draft,
  judge: Judge,
  roles: () => readonly string[],
  isText: () => boolean,
  onReview: () => void,
): Part {
  const { bar } = words.policy;
  const text = h('p', { role: 'status', 'data-testid': 'draft-text' });
  const faults = h('div', { class: 'error', role: 'alert', 'data-testid': 'error' });
  const review = button({ label: bar.review, testid: 'review', look: 'primary', run: onReview });
  const discard = button({ label: bar.discard, testid: 'discard', look: 'plain', run: askToDiscard });
  const element = h(
    'section',
    { class: 'stay', 'aria-label': bar.label, 'data-testid': 'draft-bar' },
    h('div', { class: 'about' }, text, faults),
    h('div', { class: 'actions' }, discard, review),
  );
  let said = '';
  let blamed = '';

  async function askToDiscard(): Promise<void> {
    const count = rulesOf(draft.changes()).length;
    try {
      await ask({
        title: bar.discardTitle,
        text: bar.discardText(bar.changes(count)),
        submit: bar.discard,
        danger: true,
        run: async () => draft.discard(),
      });
    } catch {}
  }

  function show(): void {
    const rules = rulesOf(draft.changes());
    element.hidden = rules.length === 0 && draft.isJson();
    const verdict = judge.verdict();
    const unfinished = isText() ? undefined : unfinishedText(draft.policy());
    review.disabled =
      rules.length === 0 || !draft.isJson() || unfinished !== undefined || verdict.problem !== undefined;
    const weaker = rules.filter(({ path }) => judge.isWeaker(path) === true).length;
    const follow = roles().filter((role) => weakensWithEveryone(draft, judge, role)).length;
    const parts: Child = draft.isJson()
      ? [
          h('strong', {}, bar.changes(rules.length)),
          weaker === 0 ? null : [', ', h('span', { class: 'weaker' }, bar.weaker(weaker, rules.length))],
          follow === 0 ? null : [' · ', h('span', { class: 'weaker' }, bar.rolesWeaker(follow))],
          ` · ${unfinished ?? effectText(verdict)}`,
        ]
      : // Nobody can tell how many rules a text changes that is no JSON.
        bar.faulty;
    const line = h('span', {}, parts);
    // A screen reader reads the line again only if it says something else.
    if (line.textContent !== said) fill(text, line);
    said = line.textContent ?? '';
    // The server refused another text than the present one.
    showFaults(unfinished === undefined && draft.isJson() ? verdict.problem : undefined);
  }

  function showFaults(problem: unknown): void {
    const policy = draft.policy();
    const lines = faultsOf(problem).map((error) => h('li', {}, faultLine(error, policy, isText())));
    const list = h('ul', { class: 'plain' }, lines);
    if (list.textContent === blamed) return;
    blamed = list.textContent ?? '';
    fill(faults, lines.length === 0 ? null : list, problem === undefined ? null : strengthNamesFor(problem, policy));
  }

  show();
  return { element, show };
}

function effectText({ impact, problem }: Verdict): string {
  const { bar } = words.policy;
  if (problem !== undefined) return bar.refused;
  if (impact === undefined) return bar.asking;
  const [mustEnroll, noWayIn] = [movedTo(impact, 'mustEnroll'), movedTo(impact, 'noWayIn')];
  const freed = movedTo(impact, 'meets', 'mustEnroll');
  const { askedForLess } = impact;
  const parts = [
    ...(impact.strandsAdministrators === true ? [bar.noAdministrator] : []),
    ...(askedForLess > 0 ? [bar.less(counted(askedForLess), askedForLess === 1)] : []),
    ...(mustEnroll > 0 ? [bar.more(counted(mustEnroll), mustEnroll === 1)] : []),
    ...(freed > 0 ? [bar.freed(counted(freed), freed === 1)] : []),
    ...(impact.setUpChanges > 0 ? [bar.otherSetUp(counted(impact.setUpChanges), impact.setUpChanges === 1)] : []),
    ...(noWayIn > 0 ? [bar.shutOut(counted(noWayIn), noWayIn === 1)] : []),
  ];
  return parts.length === 0 ? bar.nobody : parts.join(' · ');
}
