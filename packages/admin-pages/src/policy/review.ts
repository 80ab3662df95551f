import { isProblem, type PolicyDocument, type PolicyImpact } from '@sallyport/browser';
import { type Child, client, fill, h, withStepUp } from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { counted } from '../parts/numbers.ts';
import { type Change, keyOf, type Path, rulesOf } from './document.ts';
import type { Draft } from './draft.ts';
import { movesCard } from './moves-card.ts';
import type { Headcount } from './roles-table.ts';
import { ruleArticle } from './rule-article.ts';
import { memberTitle, ruleTitle, strengthChanges, valueText } from './rule-words.ts';
import { saveCard } from './save-card.ts';
import { threatsCard } from './threats.ts';
import { trustedProviders } from './trusted-providers.ts';
import type { Judge } from './verdict.ts';
import { changeOf } from './was.ts';
import { words } from './words.ts';

const MOST_ASKED = 30;
const ASK_AGAIN = 1_000;

export interface ReviewInput {
  readonly draft: Draft;
  readonly judge: Judge;
  readonly people: Headcount;
  readonly back: string;
  onBack(): void;
  onSaved(policy: PolicyDocument): Promise<void>;
  onShadow(): Promise<void>;
  onConflict(): Promise<void>;
}

export async function reviewView(input: ReviewInput): Promise<HTMLElement> {
  const { draft, judge, back } = input;
  const { review } = words;
  const policy = draft.policy();
  const impact = await withStepUp(() => client.admin.policy.preview(policy));
  judge.learn(policy, impact);
  const rules = rulesOf(draft.changes());
  const policies = { before: draft.base.policy, after: policy };
  const asked = {
    more: strengthChanges(draft.changes(), policies, 'more'),
    less: strengthChanges(draft.changes(), policies, 'less'),
  };
  const threats = h('div', { class: 'stack' });
  const save = saveCard({
    policy,
    impact,
    draft,
    weaker: rules.filter(({ path }) => judge.isWeaker(path) !== false).length,
    firstTick: () => element.querySelector<HTMLElement>('[data-tick]:not(:checked)'),
    save: (note) =>
      unlessConflict(async (options) => {
        await withStepUp(() => client.admin.policy.put(policy, { ...options, ...(note !== '' && { note }) }));
        draft.discard();
        await input.onSaved(policy);
      }),
    shadow: (note) =>
      unlessConflict(async (options) => {
        await withStepUp(() => client.admin.policy.shadow(policy, { ...options, ...(note !== '' && { note }) }));
        draft.discard();
        await input.onShadow();
      }),
  });
  const ticked = new Set<string>();

  async function unlessConflict(run: (options: { readonly version: number }) => Promise<void>): Promise<void> {
    try {
      await run({ version: draft.base.version });
    } catch (thrown) {
      if (isProblem(thrown) && thrown.code === 'precondition-failed') return input.onConflict();
      throw thrown;
    }
  }

  /** The groups below count only the people who change group. */
  const holders = ([kind, role]: Path): Child => {
    const count = kind === 'roles' && role !== undefined ? input.people.byRole.get(String(role)) : undefined;
    return count === undefined ? null : h('p', { class: 'muted small-text' }, review.holders(count, counted(count)));
  };

  /** A tick if the server calls the rule weaker, or has not judged it. */
  const article = ({ path, changes }: (typeof rules)[number]): HTMLElement => {
    const isWeaker = judge.isWeaker(path);
    const [only] = changes;
    if (isWeaker === false) {
      const paths = changes.map((change) => change.path);
      return ruleArticle(path, changes, policies, changeOf(paths, policies), holders(path));
    }
    const tick = h('input', { type: 'checkbox', 'data-tick': true, 'data-testid': 'allow-weaker' });
    tick.addEventListener('change', () => {
      if (tick.checked) ticked.add(keyOf(path));
      else ticked.delete(keyOf(path));
      save.ticked(ticked.size);
    });
    const after = changes.map((change) => afterText(change, policy, changes.length > 1)).join('; ');
    const text = review.allow(ruleTitle(only !== undefined && changes.length === 1 ? only.path : path), after);
    const label = h('label', { class: 'check' }, tick, h('span', {}, text));
    return ruleArticle(path, changes, policies, 'weaker', [holders(path), label]);
  };

  const link = h('a', { class: 'back', href: back, 'data-testid': 'back' }, icon('back', 's'), review.back);
  link.addEventListener('click', (event) => {
    event.preventDefault();
    input.onBack();
  });
  const hasWeaker = rules.some(({ path }) => judge.isWeaker(path) !== false);
  const element = h(
    'div',
    { class: 'stack review' },
    link,
    rules.length === 0
      ? h('p', { class: 'card empty' }, review.nothing)
      : h(
          'div',
          { class: 'two' },
          h(
            'div',
            {},
            h(
              'section',
              { class: 'card flush', 'aria-labelledby': 'h-changes' },
              h(
                'div',
                { class: 'card-head' },
                h('h2', { id: 'h-changes' }, review.rules),
                h('p', {}, hasWeaker ? review.needsTick : review.noWeaker),
              ),
              rules.map(article),
            ),
            movesCard(impact, { blocked: input.people.blocked, asked, trusted: trustedProviders(policy) }, (cursor) =>
              withStepUp(() => client.admin.policy.preview(policy, { cursor })),
            ),
            threats,
          ),
          h('div', { class: 'aside' }, save.element),
        ),
  );
  void followThreats(
    policy,
    impact,
    (found) => fill(threats, threatsCard(found)),
    () => element.isConnected,
  );
  return element;
}

function afterText({ path, after }: Change, policy: PolicyDocument, isNamed: boolean): string {
  const value = valueText(path, after, policy);
  return isNamed ? `${memberTitle(path)}: ${value}` : value;
}

async function followThreats(
  policy: PolicyDocument,
  first: PolicyImpact,
  show: (impact: PolicyImpact) => void,
  isShown: () => boolean,
): Promise<void> {
  show(first);
  let found = first;
  for (let asked = 0; asked < MOST_ASKED && found.threatAnalysis?.state === 'running'; asked++) {
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
    if (!isShown()) return;
    try {
      found = await client.admin.policy.preview(policy);
    } catch {
      return;
    }
    show(found);
  }
}
