import type { PolicyDocument, PolicyVersion } from '@sallyport/browser';
import { button, client, fill, h, locale, problemLine, when, withStepUp } from '@sallyport/pages/parts';
import { changesOf, isEqual, rulesOf } from './document.ts';
import { authorName } from './names.ts';
import { ruleArticle } from './rule-article.ts';
import { changeText } from './rule-words.ts';
import { words } from './words.ts';

const instants = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

const MOST_CHANGES = 3;

export interface HistoryInput {
  readonly versions: readonly PolicyVersion[];
  readonly next: string | undefined;
  readonly current: number;
  readonly inForce: PolicyDocument;
  readonly compared: number | undefined;
  onTake(policy: PolicyDocument, note: string): void;
}

export function historyTab(input: HistoryInput): HTMLElement {
  const { versions: first, next: firstNext, current, inForce, compared, onTake } = input;
  const says = words.policy.history;
  const list = h('ol', { class: 'versions', 'data-testid': 'versions' });
  const problem = problemLine();
  const more = h('div', { class: 'foot' });
  const openers = new Map<number, () => void>();
  let versions = first;
  let next = firstNext;

  function row(entry: PolicyVersion, place: number): HTMLElement {
    const { version, policy, note } = entry;
    const before = versions[place + 1]?.policy;
    const changes = before === undefined ? [] : changesOf(before, policy);
    const details = h('div', { class: 'difference', hidden: true });
    const compare = button({
      label: says.compare,
      testid: 'policy-compare',
      look: 'plain',
      attributes: { 'aria-expanded': 'false', 'aria-label': says.compareOne(version) },
      run: () => {
        details.hidden = !details.hidden;
        compare.setAttribute('aria-expanded', String(!details.hidden));
        if (details.childElementCount === 0)
          fill(
            details,
            rulesOf(changes).map((rule) =>
              ruleArticle(rule.path, rule.changes, { before: before ?? {}, after: policy }),
            ),
          );
      },
    });
    const by = h('span', {}, '…');
    void authorName(entry.changedBy).then((name) => {
      const [ago, at] = [when(entry.changedAt), instants.format(Date.parse(entry.changedAt))];
      // An instant of more than a week ago is the date in both.
      fill(by, name, ', ', h('time', { datetime: entry.changedAt }, at), ago === at ? null : ` (${ago})`);
    });
    const element = h(
      'li',
      { 'data-testid': 'version' },
      h('span', { class: 'version' }, version),
      h(
        'div',
        { class: 'about' },
        h(
          'p',
          {},
          h('span', { class: 'name', 'data-testid': 'version-changes' }, versionText(entry, versions[place + 1])),
          version === current ? [' ', h('span', { class: 'badge go' }, says.inForce)] : null,
        ),
        h('p', {}, note === undefined ? null : [h('q', {}, note), ' · '], by),
        details,
      ),
      h(
        'div',
        { class: 'actions' },
        changes.length === 0 ? null : compare,
        version === current
          ? before === undefined || changes.length === 0
            ? null
            : button({
                label: says.undo,
                testid: 'policy-undo',
                look: 'plain',
                attributes: { 'aria-label': says.undoOne(version) },
                run: () => onTake(before, says.noteUndo(version)),
              })
          : isEqual(policy, inForce)
            ? h('span', { class: 'muted', 'data-testid': 'same-as-now' }, says.sameAsNow)
            : button({
                label: says.restore(version),
                testid: 'policy-restore',
                look: 'plain',
                run: () => onTake(policy, says.noteBack(version)),
              }),
      ),
    );
    openers.set(version, () => {
      if (details.hidden) compare.click();
      element.scrollIntoView({ block: 'center' });
      compare.focus({ preventScroll: true });
    });
    return element;
  }

  function draw(): void {
    // The last version of a page has no version before to compare with.
    const shown = next === undefined ? versions : versions.slice(0, -1);
    fill(list, shown.map(row));
    fill(more, next === undefined ? null : button({ label: says.older, testid: 'older-versions', run: showOlder }));
  }

  async function showOlder(): Promise<void> {
    problem.clear();
    try {
      const page = await withStepUp(() => client.admin.policy.history({ cursor: next }));
      versions = [...versions, ...page.versions];
      next = page.next;
      draw();
    } catch (thrown) {
      problem.show(thrown);
    }
  }

  async function showCompared(version: number): Promise<void> {
    while (next !== undefined && !openers.has(version) && version < current) {
      const before = versions.length;
      await showOlder();
      if (versions.length === before) return;
    }
    openers.get(version)?.();
  }

  draw();
  if (compared !== undefined) setTimeout(() => void showCompared(compared));
  return h(
    'section',
    { class: 'card flush', 'aria-labelledby': 'h-history' },
    h('div', { class: 'card-head' }, h('h2', { id: 'h-history' }, says.title)),
    list,
    problem.element,
    more,
  );
}

/** A version with the rules of the one before begins or ends the run of a draft. */
function versionText({ policy, shadow }: PolicyVersion, before: PolicyVersion | undefined): string {
  if (before !== undefined && isEqual(policy, before.policy) && shadow?.since !== before.shadow?.since)
    return shadow === undefined ? words.shadow.endedHere : words.shadow.startedHere;
  return changesText(before?.policy, policy);
}

export function changesText(before: PolicyDocument | undefined, policy: PolicyDocument): string {
  const says = words.policy.history;
  if (before === undefined) return says.first;
  const changes = changesOf(before, policy);
  if (changes.length === 0) return says.nothing;
  const named = changes.slice(0, MOST_CHANGES).map((change) => changeText(change, policy));
  const left = changes.length - named.length;
  return [...named, ...(left === 0 ? [] : [says.more(left)])].join('; ');
}
