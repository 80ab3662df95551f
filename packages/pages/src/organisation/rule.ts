import { isProblem, type Organisation, type OrganisationClient, type OrganisationDocument } from '@sallyport/browser';
import { askBeforeLeaving } from '../parts/before-leaving.ts';
import { actionForm } from '../parts/controls.ts';
import { ask } from '../parts/dialog.ts';
import { fill, h } from '../parts/element.ts';
import { when } from '../parts/explain.ts';
import { PageRefusal } from '../parts/page-refusal.ts';
import { withStepUp } from '../parts/step-up.ts';
import type { Names } from './names.ts';
import { previewIfAny, previewView, shutsOut } from './preview.ts';
import {
  type Chosen,
  chosenIn,
  isSame,
  keptParts,
  methodsIn,
  type Offered,
  rolesIn,
  withChanges,
} from './rule-draft.ts';
import { readChosen, ruleFields } from './rule-fields.ts';
import { words } from './words.ts';

const { rule: says } = words.organisation;

export interface RuleInput {
  readonly organisation: OrganisationClient;
  readonly names: Names;
  readonly current: Organisation;
  /** The ways in of this request. Another context may have more. */
  readonly ways: readonly string[];
  /** The roles that members may have. */
  readonly roles: readonly string[];
}

/** What the form shows besides the rule in force. */
interface Draft {
  /** The choices of a person whose rule was not saved. */
  readonly chosen?: Chosen;
  readonly note?: string;
}

export function ruleSection(input: RuleInput): HTMLElement {
  const section = h('section', { 'aria-labelledby': 'rule-title', 'data-testid': 'rule' });
  show(section, input.current, input);
  return section;
}

function show(section: HTMLElement, current: Organisation, input: RuleInput, { chosen, note }: Draft = {}): void {
  const { rule, version, changedAt } = current;
  const offered = offeredFor(rule, input);
  const before = chosenIn(rule, offered);
  const form = actionForm({
    fields: [ruleFields(chosen ?? before, offered), keptNote(rule)],
    submit: says.check,
    testid: 'check-rule',
    run: async (values) => {
      const after = readChosen(values, offered);
      if (after.methods?.length === 0) throw new PageRefusal(says.noWays);
      if (isSame(before, after)) throw new PageRefusal(says.unchanged);
      await save(section, current, input, { before, after });
    },
  });
  askBeforeLeaving(() => !isSame(before, readChosen(new FormData(form), offered)));
  const isConflict = chosen !== undefined;
  const news =
    note === undefined
      ? null
      : h('p', { class: `note ${isConflict ? 'warn' : 'go'}`, tabindex: -1, 'data-testid': 'rule-news' }, note);
  fill(
    section,
    h('h2', { id: 'rule-title' }, says.title),
    h('p', { class: 'muted' }, says.about),
    news,
    h('div', { class: 'card' }, form),
    h('p', { class: 'hint', 'data-testid': 'rule-version' }, says.changedAt(version, when(changedAt))),
  );
  news?.focus();
}

interface Changes {
  readonly before: Chosen;
  readonly after: Chosen;
}

async function save(section: HTMLElement, current: Organisation, input: RuleInput, changes: Changes): Promise<void> {
  const { organisation, names } = input;
  const rule = withChanges(current.rule, changes);
  const previewed = { organisation, names, rule };
  const impact = await withStepUp(() => previewIfAny(previewed));
  if (impact?.strandsOwners === true) throw new PageRefusal(words.organisation.preview.strands);
  let saved: Organisation | undefined;
  await ask({
    title: words.organisation.preview.title,
    text: impact === undefined ? words.organisation.preview.fromHost : previewView(previewed, impact),
    submit: words.organisation.preview.save,
    danger: impact !== undefined && shutsOut(impact),
    run: async () => {
      try {
        saved = await withStepUp(() => organisation.setRule(rule, { version: current.version }));
      } catch (thrown) {
        if (!isProblem(thrown) || thrown.code !== 'precondition-failed') throw thrown;
      }
    },
  });
  if (saved !== undefined) return show(section, saved, input, { note: says.saved });
  const newer = await withStepUp(() => organisation.rule());
  const chosen = chosenIn(withChanges(newer.rule, changes), offeredFor(newer.rule, input));
  show(section, newer, input, { chosen, note: says.meanwhile(newer.version) });
}

function offeredFor(rule: OrganisationDocument, { ways, roles }: RuleInput): Offered {
  return {
    methods: [...new Set([...ways, ...(methodsIn(rule) ?? [])])],
    roles: [...new Set([...roles, ...rolesIn(rule)])],
  };
}

function keptNote(rule: OrganisationDocument): HTMLElement | null {
  const kept = keptParts(rule);
  if (Object.keys(kept).length === 0) return null;
  return h(
    'div',
    { class: 'note', 'data-testid': 'kept-parts' },
    h('details', {}, h('summary', {}, says.keeps), h('pre', { class: 'command' }, JSON.stringify(kept, null, 2))),
  );
}
