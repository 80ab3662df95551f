import {
  type AccountEntry,
  isProblem,
  type PolicyDocument,
  type PolicyImpact,
  type PolicyVersion,
} from '@sallyport/browser';
import {
  blame,
  button,
  byId,
  client,
  fill,
  forgive,
  guarded,
  h,
  problemLine,
  sentenceFor,
  TakenBack,
  when,
  withStepUp,
} from '@sallyport/pages/parts';
import { actorName } from '../activity/events.ts';
import { showFrame } from '../parts/frame.ts';
import { words } from '../words.ts';
import { spanOf } from './duration.ts';
import { impactCard, impactSum } from './impact.ts';
import { roleRules, withRoleRule } from './role-rules.ts';
import { strengthLegend, strengthNamesFor } from './strength-names.ts';
import { strengthSwitch } from './strength-switch.ts';
import { threatsNote } from './threats.ts';
import { versionsCard } from './versions.ts';

const place = byId('admin');

/** Number of requests for the threat analysis, with a pause of `ASK_AGAIN` milliseconds: more than half a minute in all. */
const MOST_ASKED = 30;
const ASK_AGAIN = 1_000;

void showFrame().catch(() => undefined);
void guarded(place, () => load());

async function load(news?: string): Promise<void> {
  const [current, versions, { accounts }] = await Promise.all([
    client.admin.policy.get(),
    client.admin.policy.versions(),
    client.admin.accounts(),
  ]);
  const names = new Map(accounts.map((account) => [account.accountId, account.identifiers[0] ?? account.accountId]));
  const named = (entry: PolicyVersion): PolicyVersion => ({
    ...entry,
    changedBy: names.get(entry.changedBy) ?? actorName(entry.changedBy),
  });
  drawEditor(named(current), versions.map(named), accounts, news);
}

function drawEditor(
  current: PolicyVersion,
  versions: readonly PolicyVersion[],
  accounts: readonly AccountEntry[],
  news: string | undefined,
): void {
  const problem = problemLine();
  const said = h('div', { tabindex: -1 });
  const impact = h('div', { 'data-testid': 'impact' });
  const threats = h('div', {});
  /** A summary for screen readers, which would otherwise read the whole card at each change. */
  const sum = h('p', { class: 'unseen', role: 'status' });
  const text = h('textarea', {
    id: 'policy',
    spellcheck: 'false',
    autocapitalize: 'none',
    'data-testid': 'policy-json',
  });
  /** The version of the text, and the date since when the version is in force. */
  const which = h('span', { class: 'badge', 'data-testid': 'policy-version' });
  const since = h('p', { class: 'hint' });
  const save = button({
    label: words.policy.save,
    testid: 'policy-save',
    look: 'primary',
    run: () => attempt(store),
  });
  const cancel = button({ label: words.buttons.cancel, testid: 'policy-cancel', run: putBack });
  const preview = button({
    label: words.policy.preview,
    testid: 'policy-preview',
    run: () => attempt((policy) => look(policy).then(() => showImpact(true))),
  });
  /** The number of an earlier version, if the editor contains that version unchanged. */
  let goingBackTo: number | undefined;
  const strength = strengthSwitch((chosen, byKey) =>
    choose((policy) => ({ ...policy, requiredStrength: chosen }), byKey),
  );
  const roles = roleRules(accounts, (role, chosen, byKey) =>
    choose((policy) => withRoleRule(policy, role, chosen), byKey),
  );

  /** Applies a choice beside the editor to the text, and previews the result. */
  function choose(change: (policy: PolicyDocument) => PolicyDocument, byKey: boolean): void {
    const policy = parsePolicy(text.value);
    if (policy !== undefined) edit(change(policy));
    void attempt((edited) => look(edited).then(() => showImpact(!byKey)));
  }

  /** Restores the policy in force. */
  function putBack(): void {
    edit(current.policy);
    strength.focus();
  }

  function edit(policy: PolicyDocument): void {
    text.value = textOf(policy);
    text.rows = Math.min(28, Math.max(10, text.value.split('\n').length + 2));
    changed();
  }

  /** Clears the preview, because a preview always belongs to the present text. */
  function changed(): void {
    goingBackTo = undefined;
    problem.clear();
    fill(impact);
    fill(sum);
    fill(said);
    forgive(text);
    const policy = parsePolicy(text.value);
    strength.show(policy);
    roles.show(policy);
    nameText();
  }

  function nameText(): void {
    const { notSaved, versionNotSaved, version, changed: changedBy, seenFirst } = words.policy;
    const isInForce = text.value === textOf(current.policy);
    const unsaved = goingBackTo === undefined ? notSaved : versionNotSaved(goingBackTo);
    fill(which, isInForce ? version(current.version) : unsaved);
    fill(since, isInForce ? `${changedBy(when(current.changedAt), current.changedBy)} ${seenFirst}` : seenFirst);
  }

  async function attempt(run: (policy: PolicyDocument) => Promise<void>): Promise<void> {
    problem.clear();
    const policy = parsePolicy(text.value);
    if (policy === undefined) {
      problem.say(words.policy.notJson);
      blame(text, problem.element);
      text.focus();
      return;
    }
    try {
      await run(policy);
    } catch (thrown) {
      if (thrown instanceof TakenBack) return;
      problem.show(thrown);
      problem.element.append(strengthNamesFor(thrown, policy) ?? '');
      problem.element.scrollIntoView({ block: 'nearest' });
      if (isProblem(thrown) && thrown.code === 'malformed-input') blame(text, problem.element);
    }
  }

  async function look(policy: PolicyDocument): Promise<void> {
    const before = text.value;
    const [found, today]: readonly PolicyImpact[] = await withStepUp(() =>
      Promise.all([client.admin.policy.preview(policy), client.admin.policy.preview(current.policy)]),
    );
    if (text.value !== before || found === undefined || today === undefined) return;
    // Only a previewed policy can be saved: the save button is a part of the preview.
    fill(threats, threatsNote(found));
    fill(impact, impactCard(found, today, signedInNow(policy), threats, [save, cancel]));
    void followThreats(policy, found);
    fill(sum, `${impactSum(found)} ${signedInNow(policy)}`);
    save.textContent = goingBackTo === undefined ? words.policy.save : words.policy.versions.goBackTo(goingBackTo);
  }

  /** Repeats the request while the server computes the threat analysis. */
  async function followThreats(policy: PolicyDocument, first: PolicyImpact): Promise<void> {
    const before = text.value;
    let found = first;
    for (let asked = 0; asked < MOST_ASKED && found.threatAnalysis?.state === 'running'; asked++) {
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
      if (text.value !== before || !threats.isConnected) return;
      try {
        found = await client.admin.policy.preview(policy);
      } catch {
        return;
      }
      if (text.value === before) fill(threats, threatsNote(found));
    }
  }

  /** Scrolls to the preview, which is below the editor on a phone. */
  function showImpact(withFocus: boolean): void {
    const heading = impact.querySelector('h2');
    if (heading === null) return;
    const { top } = heading.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) impact.scrollIntoView({ block: 'start' });
    if (withFocus) heading.focus({ preventScroll: true });
  }

  async function goBack(policy: PolicyDocument, version: number): Promise<void> {
    edit(policy);
    goingBackTo = version;
    nameText();
    await attempt(look);
    save.scrollIntoView({ block: 'center' });
    save.focus();
  }

  async function store(policy: PolicyDocument): Promise<void> {
    await withStepUp(() => client.admin.policy.put(policy, { version: current.version }));
    const saved =
      goingBackTo === undefined ? words.policy.saved : words.policy.versions.wentBack(goingBackTo, current.version + 1);
    await load(`${saved} ${signedInNow(policy)}`);
  }

  text.addEventListener('input', changed);
  edit(current.policy);
  fill(
    place,
    said,
    h(
      'div',
      { class: 'columns' },
      h(
        'div',
        { class: 'stack' },
        strength.element,
        roles.element,
        h(
          'div',
          { class: 'card stack' },
          h('div', { class: 'heading' }, h('label', { for: 'policy' }, words.policy.title), which),
          text,
          since,
          strengthLegend(),
          problem.element,
          h('div', { class: 'actions' }, preview),
        ),
      ),
      h('div', { class: 'stack' }, sum, impact, versionsCard(versions, current.version, goBack)),
    ),
  );
  if (news === undefined) return;
  fill(said, h('p', { class: 'note go', 'data-testid': 'news' }, news));
  said.focus();
}

/** The text of a policy in the editor. */
function textOf(policy: PolicyDocument): string {
  return JSON.stringify(policy, null, 2);
}

/** Parses the text as a JSON object. Returns `undefined` for any other text. The server checks the policy itself. */
function parsePolicy(text: string): PolicyDocument | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isDocument(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isDocument(value: unknown): value is PolicyDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const { signedInNow: says } = words.policy;

/** A sentence about the running sessions after this policy is saved, by its `onTighten`. The default does not affect running sessions. */
function signedInNow({ onTighten = 'next-sign-in' }: PolicyDocument): string {
  if (typeof onTighten === 'string') return textFor(onTighten) ?? '';
  const { after, then }: { readonly after?: unknown; readonly then?: unknown } = Object(onTighten);
  // After the grace period, a session that is to be ended ends at its next request.
  return (then === 'step-up' ? says.later['step-up'] : says.later.revoke)(spanOf(String(after)));
}

function textFor(act: string): string | undefined {
  const said = sentenceFor(says, act);
  return typeof said === 'string' ? said : undefined;
}
