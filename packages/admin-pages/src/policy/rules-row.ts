import type { PolicyDocument } from '@sallyport/browser';
import { ask, byId, type Child, capital, fill, h, here, linkButton, TakenBack } from '@sallyport/pages/parts';
import { namesOfRole } from '../parts/names.ts';
import { counted } from '../parts/numbers.ts';
import { ownStrengths, placeOf, STEPS, type Step } from './built-in-strengths.ts';
import { isEqual, type Path, readAt, textsOf, writeAt } from './document.ts';
import type { Draft } from './draft.ts';
import { faultSentence, refuseField } from './fault-words.ts';
import { checkGroup, describe, ifEmpty, numberInput, type Offers, timeInput } from './fields.ts';
import { memberAt } from './members.ts';
import { memberTitle, valueText, waysText } from './rule-words.ts';
import { scale } from './scale.ts';
import { sessionText } from './session-text.ts';
import { everyoneNeeds, isBelowEveryone, strengthTitle } from './strengths.ts';
import type { Judge } from './verdict.ts';
import { changeAt, SESSION, sessionWasLine, wasLine, weakenedLine } from './was.ts';
import { words } from './words.ts';

export interface Bench {
  readonly draft: Draft;
  readonly judge: Judge;
  readonly offers: Offers;
}

export interface Row {
  readonly element: HTMLElement;
  show(): void;
  focus(): void;
}

export const WAYS = ['password', 'passkey', 'sso', 'ldap'] as const;

let rows = 0;

export function rulesRow({ draft, judge, offers }: Bench, role: string | undefined, count: number | undefined): Row {
  const { table } = words.policy;
  rows += 1;
  const id = role === undefined ? 'everyone' : `role-${rows}`;
  const who = role === undefined ? table.everyone : namesOfRole(role);
  const at = (...rest: readonly string[]): Path => (role === undefined ? rest : ['roles', role, ...rest]);
  const strengthPath = at('requiredStrength');

  const steps = scale(id, who, choose);
  const own = h('select', { id: `own-${id}`, 'data-testid': `own-${id}` });
  own.addEventListener('change', () => draft.edit(strengthPath, own.value === '' ? undefined : own.value));
  const ownField = h('div', { class: 'own' }, h('label', { for: `own-${id}` }, table.own), own);
  const strengthNote = h('div', {});
  /** The person pressed the step of everyone, so the role has no rule. */
  let isPressed = false;
  const ways = linkButton('', `ways-${id}`, openWays, 'quiet');
  const waysNote = h('div', {});
  const session = linkButton('', `session-${id}`, openSession, 'quiet');
  const sessionNote = h('div', {});
  const element = h(
    'tr',
    { 'data-testid': 'role', 'data-role': role ?? '' },
    h(
      'th',
      { scope: 'row' },
      role === undefined
        ? h('span', {}, who)
        : h('a', { class: 'quiet', href: here(`/admin/people?role=${encodeURIComponent(role)}`) }, who),
      count === undefined ? null : h('small', {}, table.people(counted(count), count === 1)),
    ),
    h('td', {}, steps.element, ownField, strengthNote),
    h('td', { class: 'flat', 'data-label': table.ways }, h('div', {}, ways, waysNote)),
    h('td', { class: 'flat', 'data-label': table.session }, h('div', {}, session, sessionNote)),
  );

  function choose(step: Step): void {
    const before = readAt(draft.base.policy, strengthPath);
    const isDefault = role === undefined ? step === 'baseline' : step === everyoneNeeds(draft.policy());
    const isAbsent = isDefault && before !== step;
    isPressed = role !== undefined && isAbsent;
    draft.edit(strengthPath, isAbsent ? undefined : step);
  }

  function show(): void {
    const policy = draft.policy();
    const written = readAt(policy, strengthPath);
    const isInherited = written === undefined && role !== undefined;
    const everyone = everyoneNeeds(policy);
    const asked = written ?? (role === undefined ? 'baseline' : everyone);
    const [place, floor] = [placeOf(asked), role === undefined ? -1 : placeOf(everyone)];
    const isBelow = written !== undefined && role !== undefined && isBelowEveryone(policy, written);
    const chosen = STEPS[Math.max(place, place < 0 ? -1 : floor)];
    steps.show({
      chosen,
      least: role === undefined ? undefined : STEPS[floor],
      title: isInherited ? table.asEveryone : strengthTitle(chosen),
    });
    element.classList.toggle('inherits', isInherited);
    showOwn(policy, asked);
    const later = readAt(policy, at('later'));
    const hadRule = readAt(draft.base.policy, strengthPath) !== undefined;
    const weakened = weakenedLine(draft, judge, role);
    fill(
      strengthNote,
      isInherited && (isPressed || hadRule)
        ? h('p', { class: 'hint', 'data-testid': 'follows-everyone' }, table.followsEveryone)
        : null,
      isBelow ? h('p', { class: 'hint' }, valueText(strengthPath, written, policy)) : null,
      later === undefined
        ? null
        : h('p', { class: 'hint', 'data-testid': 'later' }, capital(valueText(at('later'), later, policy))),
      wasLine(draft, judge, strengthPath),
      weakened,
    );
    label(ways, capital(waysOf(policy)), table.ways);
    fill(waysNote, wasLine(draft, judge, at('methods')));
    label(session, sessionText(draft.policy(), role), table.session);
    fill(sessionNote, sessionWasLine(draft, judge, role));
    const changes = [strengthPath, at('methods'), ...SESSION.map((member) => at('session', member))].map((path) =>
      changeAt(draft, judge, path),
    );
    element.classList.toggle('changed', weakened !== null || changes.some((change) => change !== undefined));
    element.classList.toggle('stricter', changes.includes('stricter'));
    element.classList.toggle(
      'weaker',
      weakened !== null || changes.includes('weaker') || judge.isWeaker(at('session')) === true,
    );
  }

  function showOwn(policy: ReturnType<Draft['policy']>, asked: unknown): void {
    const isOwn = placeOf(asked) < 0;
    const names = new Set([...ownStrengths(policy), ...(isOwn ? [String(asked)] : [])]);
    ownField.hidden = names.size === 0;
    fill(
      own,
      h('option', { value: '' }, table.noOwn),
      [...names].map((name) => h('option', { value: name }, name)),
    );
    own.value = isOwn ? String(asked) : '';
  }

  function waysOf(policy: ReturnType<Draft['policy']>): string {
    const written = readAt(policy, at('methods'));
    if (written !== undefined) return waysText(written);
    return role === undefined ? (words.policy.members.methods.none ?? '') : table.asEveryone;
  }

  function label(button: HTMLButtonElement, text: string, what: string): void {
    fill(button, text, h('span', { class: 'unseen' }, `. ${table.edit(what, who)}`));
  }

  async function openWays(): Promise<void> {
    let chosen: unknown = readAt(draft.policy(), at('methods'));
    const group = checkGroup({
      id: 'ways',
      label: table.ways,
      // A rule without ways allows each way.
      chosen: textsOf(chosen).length === 0 ? offers.ways() : textsOf(chosen),
      options: offers.ways(),
      text: (way) => words.policy.waysLong[way as (typeof WAYS)[number]] ?? way,
      put: (value) => {
        chosen = value;
      },
    });
    await answered(table.waysTitle(who), table.waysText, group, () => {
      const names = textsOf(chosen);
      const isAll = names.length === 0 || offers.ways().every((way) => names.includes(way));
      const before = readAt(draft.base.policy, at('methods'));
      const next = isAll ? undefined : WAYS.filter((way) => names.includes(way));
      // The same ways in another order are no change.
      const isSame = next !== undefined && isEqual(textsOf(before).toSorted(), next.toSorted());
      draft.edit(at('methods'), isSame ? before : next);
    });
  }

  async function openSession(): Promise<void> {
    const values = new Map<string, unknown>(
      SESSION.map((member) => [member, readAt(draft.policy(), at('session', member))]),
    );
    const put = (member: string) => (value: unknown) => void values.set(member, value);
    const fieldOf = (member: string, control: HTMLElement): Child => {
      const path = at('session', member);
      const hint = h('p', { class: 'hint', id: `limit-${member}-hint` }, ifEmpty(draft, path));
      describe(control, hint);
      return h(
        'div',
        { class: 'field' },
        h('label', { for: `limit-${member}` }, memberTitle(['session', member])),
        control,
        hint,
      );
    };
    const beyond = h(
      'select',
      { id: 'limit-beyond', 'data-testid': 'limit-beyond' },
      Object.entries(words.policy.members['session.beyond'].options ?? {}).map(([value, text]) =>
        h('option', { value }, text),
      ),
    );
    beyond.value = String(values.get('beyond') ?? 'end-oldest');
    beyond.addEventListener('change', () =>
      values.set('beyond', beyond.value === 'end-oldest' ? undefined : beyond.value),
    );
    const times = (['idle', 'absolute'] as const).map((member) =>
      fieldOf(
        member,
        timeInput(
          `limit-${member}`,
          memberTitle(['session', member]),
          values.get(member),
          memberAt(['session', member])?.member ?? {},
          put(member),
        ),
      ),
    );
    const most = fieldOf('most', numberInput('limit-most', values.get('most'), {}, put('most')));
    await answered(
      table.sessionTitle(who),
      role === undefined ? null : table.sessionText,
      [
        times,
        most,
        h('div', { class: 'field' }, h('label', { for: beyond.id }, memberTitle(['session', 'beyond'])), beyond),
      ],
      () => {
        const next = SESSION.reduce(
          (policy, member) => writeAt(policy, at('session', member), values.get(member)),
          draft.policy(),
        );
        if (refusesLimits(next)) throw new TakenBack();
        draft.replace(next);
      },
    );
  }

  function refusesLimits(policy: PolicyDocument): boolean {
    const wrong = SESSION.toReversed().filter((member) => {
      const path = at('session', member);
      const sentence = readAt(policy, path) === undefined ? undefined : faultSentence(path, policy);
      if (sentence !== undefined) refuseField(byId(`limit-${member}`), sentence);
      return sentence !== undefined;
    });
    return wrong.length > 0;
  }

  return {
    element,
    show,
    focus: () => element.querySelector<HTMLElement>('input:checked')?.focus(),
  };
}

/** A person who closes the dialog changes nothing. `TakenBack` keeps it open. */
async function answered(title: string, text: Child, fields: Child, run: () => void): Promise<void> {
  try {
    await ask({ title, text, fields, submit: words.policy.table.apply, run: async () => run() });
  } catch {
    // The dialog shows its own errors.
  }
}
