import type { PolicyDocument, ShadowedPerson, ShadowReport, ShadowRule } from '@sallyport/browser';
import {
  ask,
  button,
  type Child,
  client,
  fill,
  h,
  locale,
  problemLine,
  when,
  withStepUp,
} from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { personPage } from '../parts/names.ts';
import { counted } from '../parts/numbers.ts';
import { reasonsLine } from '../reasons-line.ts';
import { authorName } from './names.ts';
import { words } from './words.ts';

const EFFECTS = ['asked-for-more', 'denied', 'let-off'] as const satisfies readonly ShadowRule['effect'][];

const instants = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

export interface ShadowInput {
  onTake(policy: PolicyDocument, note: string): Promise<void>;
  onEnded(): Promise<void>;
}

export async function shadowTab({ onTake, onEnded }: ShadowInput): Promise<HTMLElement> {
  const says = words.shadow;
  const report = await withStepUp(() => client.admin.policy.shadowReport());
  const since = instants.format(Date.parse(report.since));
  const by = await authorName(report.by);
  const end = button({
    label: says.end,
    testid: 'shadow-end',
    look: 'plain',
    run: async () => {
      try {
        await ask({
          ...{ title: says.endTitle, text: says.endText, submit: says.end, danger: true },
          run: () => withStepUp(() => client.admin.policy.endShadow()),
        });
      } catch {
        return;
      }
      await onEnded();
    },
  });
  const take = button({
    label: says.take,
    testid: 'shadow-take',
    look: 'primary',
    run: () => onTake(report.policy, report.note ?? says.takeNote(since)),
  });
  return h(
    'div',
    { class: 'stack' },
    h(
      'section',
      { class: 'card', 'aria-labelledby': 'h-shadow', 'data-testid': 'shadow' },
      h('h2', { id: 'h-shadow' }, says.title),
      h('p', { class: 'muted' }, says.about(since, by, report.version)),
      report.note === undefined ? null : h('p', {}, h('q', {}, report.note)),
      report.isJudged ? countsList(report) : h('p', { class: 'error', 'data-testid': 'not-judged' }, says.notJudged),
      report.isWhole ? null : h('p', { class: 'hint' }, says.notWhole),
      h('div', { class: 'actions' }, end, take),
    ),
    report.rules.length === 0 ? null : rulesCard(report.rules),
    report.people.length === 0 ? null : peopleCard(report),
  );
}

function countsList({ askedForMore, denied, letOff, signIns }: ShadowReport): HTMLElement {
  const says = words.shadow;
  const counts = { 'asked-for-more': askedForMore, denied, 'let-off': letOff };
  const looks = { 'asked-for-more': 'warn', denied: 'stop', 'let-off': 'warn' } as const;
  const lines = EFFECTS.flatMap((effect): Child[] => {
    const count = counts[effect];
    if (count === 0) return [];
    const text = says.counts[effect](counted(count), count === 1);
    return [h('li', { 'data-testid': effect }, icon('down', `s ${looks[effect]}`), h('span', {}, text))];
  });
  const all = h(
    'span',
    {},
    `${lines.length === 0 ? `${says.nobody} ` : ''}${says.signIns(counted(signIns), signIns === 1)}`,
  );
  return h('ul', { class: 'sum' }, lines, h('li', { 'data-testid': 'shadow-sign-ins' }, icon('tick', 's go'), all));
}

function rulesCard(rules: readonly ShadowRule[]): HTMLElement {
  const says = words.shadow;
  const rows = rules.map(({ effect, because, people }) => [
    reasonsLine([because]),
    says.effects[effect],
    h('span', { class: 'num' }, counted(people)),
  ]);
  return tableCard('h-shadow-rules', says.rules, [says.rule, says.effect, says.count], rows).element;
}

function peopleCard(first: ShadowReport): HTMLElement {
  const says = words.shadow;
  const problem = problemLine();
  const foot = h('div', { class: 'foot' });
  const card = tableCard(
    'h-shadow-people',
    says.people,
    [says.person, says.effect, says.rule, says.first],
    first.people.map((one) => personRow(one, first.names)),
  );
  let { next } = first;

  async function showMore(): Promise<void> {
    problem.clear();
    try {
      const page = await withStepUp(() => client.admin.policy.shadowReport({ cursor: next }));
      next = page.next;
      card.add(page.people.map((one) => personRow(one, page.names)));
      showFoot();
    } catch (thrown) {
      problem.show(thrown);
    }
  }

  function showFoot(): void {
    fill(
      foot,
      next === undefined ? null : button({ label: words.buttons.showMore, testid: 'shadow-more', run: showMore }),
    );
  }

  showFoot();
  card.element.append(problem.element, foot);
  return card.element;
}

function personRow(
  { accountId, effect, because, at, occasion }: ShadowedPerson,
  names: ShadowReport['names'],
): readonly Child[] {
  const says = words.shadow;
  const name = names[accountId];
  const person =
    name === undefined
      ? h('span', { class: 'muted' }, words.policy.deletedAccount(accountId.slice(0, 6)))
      : h('a', { href: personPage(accountId) }, name);
  return [
    person,
    says.effects[effect],
    because.length === 0 ? says.otherRule : reasonsLine(because),
    `${when(at)}, ${says.occasions[occasion]}`,
  ];
}

function tableCard(
  id: string,
  title: string,
  columns: readonly string[],
  rows: readonly (readonly Child[])[],
): { readonly element: HTMLElement; add(rows: readonly (readonly Child[])[]): void } {
  const body = h('tbody', {});
  const add = (more: readonly (readonly Child[])[]): void =>
    body.append(
      ...more.map(([first, ...others]) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, first),
          others.map((cell, place) => h('td', { 'data-label': columns[place + 1] }, cell)),
        ),
      ),
    );
  add(rows);
  const head = h(
    'tr',
    {},
    columns.map((text) => h('th', { scope: 'col' }, text)),
  );
  const element = h(
    'section',
    { class: 'card flush', 'aria-labelledby': id, 'data-testid': id.slice(2) },
    h('div', { class: 'card-head' }, h('h2', { id }, title)),
    h('table', { class: 'threats' }, h('thead', {}, head), body),
  );
  return { element, add };
}
