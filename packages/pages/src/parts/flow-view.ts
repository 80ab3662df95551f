import {
  type AcceptedMethod,
  type CompleteAnswer,
  type EnrollAnswer,
  type FlowAnswer,
  isProblem,
  PasskeyProblem,
  type Reason,
} from '@sallyport/browser';
import { abandonSignIn } from './abandon.ts';
import { showBackupCodes } from './backup-codes.ts';
import { client } from './client.ts';
import { linkButton } from './controls.ts';
import { codeWords } from './delivered-codes.ts';
import { fill, h } from './element.ts';
import { methodName } from './explain.ts';
import { methodOfSentCode, panelOf } from './factor-panels.ts';
import { keepNext } from './location.ts';
import { lostWords, whomToAsk } from './lost-way.ts';
import { hasPasskeys } from './passkeys-here.ts';
import { asksForPasskeyOrApp, reasonsIn, reasonsNote } from './reasons.ts';
import { sentenceOf } from './sentences.ts';
import { stepTitle } from './step-title.ts';
import { currentStep, isDoneWith, stepBack, stepShown } from './steps.ts';
import { whenChangedElsewhere } from './tabs.ts';
import { whoLine } from './who-line.ts';
import { words } from './words.ts';

export interface FlowViewInput {
  readonly stage: HTMLElement;
  readonly mailbox: string | undefined;
  /** False if another element offers to leave, as in a dialog. */
  readonly canStartOver?: boolean;
  /** True if a signed-in person confirms an action. */
  readonly confirms?: boolean;
  /** Advice for a person who can no longer confirm, if this page has another way. */
  readonly otherwise?: string | undefined;
  /** False in a dialog, where Back leaves the page. */
  readonly inHistory?: boolean;
  onComplete(answer: CompleteAnswer): void;
  onEnroll(answer: EnrollAnswer): void;
  /** The flow ended without a result. The page begins again and shows the note. */
  onRestart(note?: string): void;
  /** Called if another tab changed the flow. By default this tab loads the flow again. */
  onChangedElsewhere?(): void;
}

/** Shows the methods that the server accepts next, one choice at a time. Used in sign-in, recovery and step-up. */
export interface FlowView {
  /** `said`: a message above the next step. */
  show(answer: FlowAnswer, said?: string): void;
  /** Handles a refusal that changes the possible steps. Returns whether the refusal was handled. */
  refused(thrown: unknown): boolean;
}

/** The order of methods, the preferred method first. */
const order: readonly AcceptedMethod['method'][] = [
  'password',
  'ldap',
  'passkey',
  'totp',
  'email-code',
  'sso',
  'backup-code',
  'enrollment-code',
];

export function flowView(input: FlowViewInput): FlowView {
  let ways: readonly AcceptedMethod[] = [];
  let codeWouldDo = false;
  /** The server has accepted an administrator's code, so that the page asks for no other code. */
  let codeCounted = false;
  /** Methods that the person reported as lost. The page does not offer these methods again. */
  const lost = new Set<AcceptedMethod['method']>();
  const inHistory = input.inHistory !== false;
  const context = { mailbox: input.mailbox, confirms: input.confirms === true };

  function show(answer: FlowAnswer, said?: string): void {
    whenChangedElsewhere(undefined);
    switch (answer.status) {
      case 'complete':
        input.onComplete(answer);
        break;
      case 'enroll':
        input.onEnroll(answer);
        break;
      case 'redirect':
        keepNext('provider');
        location.assign(answer.location);
        break;
      case 'continue':
        if (answer.backupCodes !== undefined) {
          const { backupCodes: codes, ...rest } = answer;
          named('backup-codes', words.enrollment.backupCodes, 'instead');
          showBackupCodes(input.stage, { codes }, () => show(rest, said));
          return;
        }
        // An administrator's code can replace the proof before an enrollment.
        codeWouldDo = answer.because.some(({ code }) => code === 'enrollment-needs-proof');
        ways = answer.accept.toSorted((one, other) => rank(one) - rank(other));
        whenChangedElsewhere(input.onChangedElsewhere ?? catchUp);
        showFirst(said === undefined ? noteOn(answer.because) : saidNote(said, noteOn(answer.because)));
        break;
      default:
        // A status without a case does not compile.
        answer satisfies never;
    }
  }

  function noteOn(because: readonly Reason[]): HTMLElement | null {
    if (needsPasskey()) return passkeyNote();
    // In a sign-in the step asks for the passkey or app itself, and nothing was refused.
    return input.confirms !== true && asksForPasskeyOrApp(because) ? null : reasonsNote(because);
  }

  /** Whether only a passkey can confirm, and no code can. */
  function needsPasskey(): boolean {
    return input.confirms === true && ways.length > 0 && ways.every(({ method }) => method === 'passkey');
  }

  /** Shows the step that Back, Forward or a reload led to, if the step is still possible; otherwise the preferred step. */
  function showFirst(note: HTMLElement | null): void {
    const [kind, method] = (inHistory ? currentStep() : undefined)?.split(':') ?? [];
    const code = method === 'enrollment-code' && takesCode() ? ({ method } as const) : undefined;
    const way = ways.find((one) => one.method === method) ?? code;
    const says = way === undefined || kind !== 'lost' ? undefined : lostWords(way.method);
    if (way !== undefined && says !== undefined) showLost(way, says, note);
    else
      showWay(
        way ?? codeUnderWay() ?? ways[0] ?? { method: 'enrollment-code' },
        note,
        isDoneWith(currentStep()) ? 'instead' : 'next',
      );
  }

  function named(step: string, title: string, how?: 'next' | 'instead'): void {
    if (inHistory) stepShown(step, title, how);
  }

  /** The method whose code the person waits for, because another method would send another code. */
  function codeUnderWay(): AcceptedMethod | undefined {
    const sent = methodOfSentCode();
    return sent === undefined || codeWords(sent) === undefined ? undefined : ways.find(({ method }) => method === sent);
  }

  function showWay(way: AcceptedMethod, note: HTMLElement | null, how?: 'next' | 'instead'): void {
    lost.delete(way.method);
    const shown = (answer: FlowAnswer): void => {
      const isCode = way.method === 'enrollment-code';
      codeCounted ||= isCode;
      show(answer, isCode ? words.steps.enrollmentCode.taken : undefined);
    };
    const withoutPassword = input.confirms !== true && ways.some(({ method }) => method === 'password');
    const onProblem = refusedHere(withoutPassword && way.method === 'enrollment-code');
    const given = { first: codeWouldDo, takesCode: takesCode(), withoutPassword, onProblem };
    const panel = panelOf(way, { ...context, ...given, show: shown });
    const title = stepTitle(input.stage, panel.title, `step-${way.method}`);
    named(`way:${way.method}`, panel.title, how);
    const lead = typeof panel.lead === 'string' ? h('p', { class: 'muted' }, panel.lead) : panel.lead;
    fill(
      input.stage,
      h('header', {}, title, whoLine(), lead),
      // A backup code replaces the demanded factor, so the note that demands the factor is left out.
      way.method === 'backup-code' && !codeWouldDo ? null : note,
      panel.body,
      waysOut(linksOf(way, note), listOf(way, note)),
    );
    (input.stage.querySelector<HTMLElement>('input:not([hidden])') ?? title).focus();
  }

  /**
   * Shows the other methods at once if the device has no matching passkey, or if an administrator's code was refused that may need the
   * password first.
   */
  function refusedHere(codeBeforePassword: boolean): (thrown: unknown) => boolean {
    return (thrown) => {
      const needsOther =
        thrown instanceof PasskeyProblem
          ? thrown.code !== 'passkey-superseded'
          : codeBeforePassword && isProblem(thrown) && thrown.code === 'invalid-credentials';
      if (needsOther)
        input.stage.querySelector<HTMLElement>('[aria-controls=other-ways][aria-expanded=false]')?.click();
      return refused(thrown);
    };
  }

  /** The links below every step: another method, and leaving. */
  function waysOut(links: readonly HTMLElement[], list: HTMLElement | null): HTMLElement | null {
    const again = input.canStartOver === false ? null : startOver();
    const opener = list === null ? null : openerOf(list);
    if (opener === null && again === null && links.length === 0) return null;
    return h('div', { class: 'ways-out links small-text' }, opener, list, links, again);
  }

  /**
   * Whether an administrator's code continues the flow here. The code of a person who was helped in counts in every sign-in, and the server
   * does not tell whether there is one.
   */
  function takesCode(): boolean {
    if (codeCounted) return false;
    return input.confirms !== true || codeWouldDo || ways.some(({ method }) => method === 'enrollment-code');
  }

  function linksOf(way: AcceptedMethod, note: HTMLElement | null): readonly HTMLElement[] {
    const says = lostWords(way.method);
    const links = says === undefined ? [] : [linkButton(says, 'lost', () => showLost(way, says, note), 'quiet')];
    const [only, ...more] = withOwnButton(othersThan(way));
    if (only !== undefined && more.length === 0)
      links.unshift(linkButton(methodName(only.method), `method-${only.method}`, () => showWay(only, note)));
    if (way.method === 'enrollment-code' || !takesCode()) return links;
    return [haveCode(note), ...links];
  }

  /** Shows the remaining methods after a loss, and the people to ask if no method remains. */
  function showLost(way: AcceptedMethod, says: string, note: HTMLElement | null): void {
    lost.add(way.method);
    const others = buttonsOf(
      withOwnButton(othersThan(way)).filter(({ method }) => !lost.has(method)),
      note,
      ({ method }) =>
        method === 'password' && input.confirms !== true ? words.signIn.passwordIfAny : methodName(method),
    );
    const title = stepTitle(input.stage, says, 'lost-title');
    named(`lost:${way.method}`, says);
    const nothingElse = input.confirms === true ? words.signIn.lostHere.nothingElse : words.signIn.nothingElse;
    const lead = others.length > 0 ? words.signIn.somethingElse : (input.otherwise ?? nothingElse);
    const before = (): unknown => (inHistory && stepBack(`way:${way.method}`)) || showWay(way, note, 'instead');
    const back = linkButton(words.buttons.back, 'lost-back', before, 'quiet');
    fill(
      input.stage,
      h('header', {}, title, whoLine(), h('p', { class: 'muted' }, lead)),
      others.length === 0 ? null : h('div', { class: 'stack' }, others),
      whomToAsk(way.method, others.length),
      waysOut(takesCode() ? [haveCode(note), back] : [back], null),
    );
    title.focus();
  }

  function haveCode(note: HTMLElement | null): HTMLElement {
    const code = ways.find(({ method }) => method === 'enrollment-code') ?? { method: 'enrollment-code' };
    return linkButton(words.signIn.haveCode, 'have-enrollment-code', () => showWay(code, note));
  }

  function othersThan(chosen: AcceptedMethod): readonly AcceptedMethod[] {
    return ways.filter((way) => way !== chosen && (way.method !== 'passkey' || hasPasskeys()));
  }

  /** The methods without the administrator's code, which has its own visible link. */
  function withOwnButton(others: readonly AcceptedMethod[]): readonly AcceptedMethod[] {
    return others.filter(({ method }) => method !== 'enrollment-code');
  }

  function buttonsOf(
    others: readonly AcceptedMethod[],
    note: HTMLElement | null,
    nameOf: (way: AcceptedMethod) => string = ({ method }) => methodName(method),
  ): readonly HTMLElement[] {
    return others.map((way) => {
      const attributes = { type: 'button', class: 'button wide', 'data-testid': `method-${way.method}` };
      return h('button', { ...attributes, onclick: () => showWay(way, note) }, nameOf(way));
    });
  }

  /** A single other method gets a link of its own. */
  function listOf(chosen: AcceptedMethod, note: HTMLElement | null): HTMLElement | null {
    const others = buttonsOf(withOwnButton(othersThan(chosen)), note);
    return others.length < 2 ? null : h('div', { class: 'stack', hidden: true, id: 'other-ways' }, others);
  }

  /** A button that opens the list of other methods below the button. The list stays open. */
  function openerOf(list: HTMLElement): HTMLElement {
    const opener = linkButton(words.signIn.another, 'use-another-way', () => {
      list.hidden = false;
      opener.setAttribute('aria-expanded', 'true');
      list.scrollIntoView({ block: 'nearest' });
    });
    opener.setAttribute('aria-expanded', 'false');
    opener.setAttribute('aria-controls', 'other-ways');
    return opener;
  }

  function startOver(): HTMLElement {
    const again = async (): Promise<void> => {
      await abandonSignIn();
      input.onRestart();
    };
    return linkButton(words.signIn.otherAccount, 'start-over', again, 'quiet');
  }

  function refused(thrown: unknown): boolean {
    if (!isProblem(thrown)) return false;
    switch (`${thrown.status} ${thrown.code}`) {
      case '410 flow-expired':
        input.onRestart(sentenceOf(thrown));
        return true;
      case '409 flow-conflict':
        void catchUp();
        return true;
      case '403 no-way-in':
        ways = [...ways.filter((way) => way.method !== 'enrollment-code'), { method: 'enrollment-code' }];
        showWay(ways.at(-1) ?? { method: 'enrollment-code' }, refusalNote(thrown, sentenceOf(thrown)));
        return true;
      case '403 account-blocked':
        showEnd(words.signIn.blocked, thrown, null);
        return true;
      case '403 method-not-allowed':
        showEnd(words.signIn.notThisWay, thrown, refusalNote(thrown));
        return true;
      default:
        return false;
    }
  }

  async function catchUp(): Promise<void> {
    try {
      const status = await client.signIn.status();
      if (status.status === 'open') input.onRestart(words.signIn.wentOn);
      else show(status);
    } catch (thrown) {
      input.onRestart(isProblem(thrown) && thrown.code === 'flow-expired' ? words.signIn.wentOn : sentenceOf(thrown));
    }
  }

  function showEnd(title: string, thrown: unknown, note: HTMLElement | null): void {
    const heading = stepTitle(input.stage, title);
    named('end', title, 'instead');
    const what = h('p', { role: 'alert', 'data-testid': 'error' }, sentenceOf(thrown));
    fill(input.stage, h('header', {}, heading, what), note, waysOut([], null));
    heading.focus();
  }

  return { show, refused };
}

function rank({ method }: AcceptedMethod): number {
  if (method === 'passkey' && !hasPasskeys()) return order.length;
  const place = order.indexOf(codeWords(method) === undefined ? method : 'email-code');
  return place < 0 ? order.length : place;
}

function saidNote(said: string, note: HTMLElement | null): HTMLElement {
  return h('div', { class: 'stack' }, h('p', { class: 'note', 'data-testid': 'note' }, said), note);
}

function passkeyNote(): HTMLElement {
  return h('p', { class: 'note', 'data-testid': 'because' }, words.signIn.lostHere.onlyPasskey);
}

/** The reasons in a refusal, or the given sentence. */
function refusalNote(thrown: unknown, otherwise?: string): HTMLElement | null {
  const note = reasonsNote(reasonsIn(thrown));
  if (note !== null || otherwise === undefined) return note;
  return h('p', { class: 'note', 'data-testid': 'because' }, otherwise);
}
