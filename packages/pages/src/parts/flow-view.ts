import {
  type AcceptedMethod,
  type ConfirmedBy,
  type ContinueAnswer,
  type FlowAnswer,
  isProblem,
  PasskeyProblem,
} from '@sallyport/browser';
import { addressOfProvider, leaveForAnother } from './abandon.ts';
import type { TypedCode } from './administrator-code.ts';
import { showBackupCodes } from './backup-codes.ts';
import { client } from './client.ts';
import { moreAtProvider, nothingElse } from './confirmed-by.ts';
import { linkButton } from './controls.ts';
import { codeWords } from './delivered-codes.ts';
import { fill, h } from './element.ts';
import { methodName } from './explain.ts';
import { panelOf } from './factor-panels.ts';
import { isNewPasswordUnsaved } from './first-link.ts';
import { noteAbove, refusalNote, saidNote } from './flow-notes.ts';
import type { FlowViewInput } from './flow-view-input.ts';
import { forgetNewsAtEnd, keepNext } from './location.ts';
import { lostWords, whomToAsk } from './lost-way.ts';
import { openOtherWays, otherWays } from './other-ways.ts';
import { hasPasskeys, isPasskeyElsewhere } from './passkeys-here.ts';
import { preferredFirst } from './preferred-first.ts';
import { methodOfSentCode } from './sent-code.ts';
import { sentenceOf } from './sentences.ts';
import { stepTitle } from './step-title.ts';
import { currentStep, isDoneWith, stepBack, stepShown } from './steps.ts';
import { signingIn, whenChangedElsewhere } from './tabs.ts';
import { typedPassword } from './typed-password.ts';
import { whoLine } from './who-line.ts';
import { words } from './words.ts';

export interface FlowView {
  show(answer: FlowAnswer, said?: string): void;
  refused(thrown: unknown): boolean;
}

export function flowView(input: FlowViewInput): FlowView {
  let ways: readonly AcceptedMethod[] = [];
  let confirmedBy: readonly ConfirmedBy[] = [];
  let told: string | undefined;
  let codeWouldDo = false;
  let codeCounted = false;
  let typedCode: TypedCode | undefined;
  let codeNext = false;
  let beganAgain = false;
  const lost = new Set<AcceptedMethod['method']>();
  const inHistory = input.inHistory !== false;
  const context = { mailbox: input.mailbox, confirms: input.confirms === true };

  function show(answer: FlowAnswer, said?: string): void {
    whenChangedElsewhere(undefined);
    if ((answer.status === 'continue' || answer.status === 'enroll') && answer.backupCodes !== undefined) {
      const { backupCodes: codes, ...rest } = answer;
      named('backup-codes', words.enrollment.backupCodes, 'instead');
      showBackupCodes(input.stage, { codes }, () => show(rest, said));
      return;
    }
    switch (answer.status) {
      case 'complete':
        input.onComplete(answer);
        break;
      case 'enroll':
        input.onEnroll(answer);
        break;
      case 'redirect':
        keepNext('provider');
        location.assign(addressOfProvider(answer.location));
        break;
      case 'continue':
        goesOn(answer);
        showFirst(noteAbove(answer, input, said));
        break;
      default:
        // A status without a case does not compile.
        answer satisfies never;
    }
  }

  function goesOn({ accept, because, confirmedBy: providers = [], identifier }: ContinueAnswer): void {
    // The code can replace the proof before an enrollment.
    codeWouldDo = because.some(({ code }) => code === 'enrollment-needs-proof');
    ways = preferredFirst(accept, because);
    confirmedBy = providers;
    told = identifier;
    whenChangedElsewhere(input.onChangedElsewhere ?? catchUp);
  }

  function showFirst(note: HTMLElement | null): void {
    if (codeNext) {
      showCodeNext(note);
      return;
    }
    const [kind, method] = (inHistory ? currentStep() : undefined)?.split(':') ?? [];
    const code = method === 'enrollment-code' && takesCode() ? ({ method } as const) : undefined;
    const way = ways.find((one) => one.method === method) ?? code;
    const says = way === undefined || kind !== 'lost' ? undefined : lostWords(way.method);
    const how = isDoneWith(currentStep()) ? 'instead' : 'next';
    if (way !== undefined && says !== undefined) showLost(way, says, note);
    else showWay(way ?? codeUnderWay() ?? ways[0] ?? { method: 'enrollment-code' }, note, how);
  }

  function named(step: string, title: string, how?: 'next' | 'instead'): void {
    if (inHistory) stepShown(step, title, how);
  }

  /** Another method would send another code. */
  function codeUnderWay(): AcceptedMethod | undefined {
    const sent = methodOfSentCode();
    return sent === undefined || codeWords(sent) === undefined ? undefined : ways.find(({ method }) => method === sent);
  }

  function showWay(way: AcceptedMethod, note: HTMLElement | null, how?: 'next' | 'instead'): void {
    lost.delete(way.method);
    if (way.method === 'enrollment-code') codeNext = false;
    const shown = (answer: FlowAnswer): void => {
      const isCode = way.method === 'enrollment-code';
      codeCounted ||= isCode;
      if (isCode) typedCode = undefined;
      show(answer, isCode ? words.steps.enrollmentCode.taken : undefined);
    };
    const password = input.confirms === true ? undefined : ways.find(({ method }) => method === 'password');
    const passwordFirst = password && ((typed: TypedCode) => showPasswordFirst(password, note, typed));
    const code = { takesCode: takesCode(), typed: typedCode, passwordFirst, beginAgain };
    const panel = panelOf(way, { ...context, ...code, first: codeWouldDo, onProblem: refusedHere, show: shown });
    const title = stepTitle(input.stage, panel.title, `step-${way.method}`);
    named(`way:${way.method}`, panel.title, how);
    const lead = typeof panel.lead === 'string' ? h('p', { class: 'muted' }, panel.lead) : panel.lead;
    fill(
      input.stage,
      h('header', {}, title, whoLine(told), lead),
      // A backup code replaces the demanded factor.
      way.method === 'backup-code' && !codeWouldDo ? null : note,
      panel.body,
      isPasskeyElsewhere(ways) && way.method !== 'passkey' && way.method !== 'password'
        ? h('p', { class: 'hint', 'data-testid': 'passkey-elsewhere' }, words.steps.passkey.notHere)
        : null,
      waysOut([...listOf(way, note), ...linksOf(way, note)]),
    );
    (input.stage.querySelector<HTMLElement>('input:not([hidden])') ?? title).focus();
  }

  function showPasswordFirst(password: AcceptedMethod, note: HTMLElement | null, typed: TypedCode): void {
    typedCode = typed;
    codeNext = true;
    showWay(password, note);
    if (typedPassword() !== undefined) input.stage.querySelector('form')?.requestSubmit();
  }

  function showCodeNext(note: HTMLElement | null): void {
    showWay({ method: 'enrollment-code' }, note, 'instead');
    if (typedCode !== undefined && typedCode.code !== '') input.stage.querySelector('form')?.requestSubmit();
  }

  /** Begins a sign-in for the same person and goes on with the code. False if the page does not know the person's name. */
  async function beginAgain(typed: TypedCode): Promise<boolean> {
    const identifier = signingIn();
    if (beganAgain || input.confirms === true || identifier === undefined) return false;
    const answer = await client.signIn.begin({ identifier });
    beganAgain = true;
    typedCode = typed;
    codeNext = true;
    const isNext = answer.status === 'continue';
    if (isNext) goesOn(answer);
    const password = ways.find(({ method }) => method === 'password');
    if (isNext && password !== undefined && typed.password === '')
      showWay(password, saidNote(words.steps.enrollmentCode.again(words.signIn.haveCode), null), 'instead');
    else show(answer);
    return true;
  }

  function refusedHere(thrown: unknown): boolean {
    if (thrown instanceof PasskeyProblem && thrown.code !== 'passkey-superseded') openOtherWays(input.stage);
    return refused(thrown);
  }

  function waysOut(links: readonly HTMLElement[]): HTMLElement | null {
    const all = input.canStartOver === false ? links : [...links, startOver()];
    return all.length === 0 ? null : h('div', { class: 'ways-out links small-text' }, all);
  }

  /** The code of a person who was helped in counts in every sign-in, and the server does not tell whether there is one. */
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
    const lead =
      others.length > 0 ? words.signIn.somethingElse : (input.otherwise ?? nothingElse(confirmedBy, context.confirms));
    const before = (): unknown => (inHistory && stepBack(`way:${way.method}`)) || showWay(way, note, 'instead');
    const back = linkButton(words.buttons.back, 'lost-back', before, 'quiet');
    fill(
      input.stage,
      h('header', {}, title, whoLine(told), h('p', { class: 'muted' }, lead)),
      others.length > 0 ? h('div', { class: 'stack' }, others) : moreAtProvider(confirmedBy, context.confirms),
      whomToAsk(way.method, others.length),
      waysOut(takesCode() ? [haveCode(note), back] : [back]),
    );
    title.focus();
  }

  function haveCode(note: HTMLElement | null): HTMLElement {
    const code = ways.find(({ method }) => method === 'enrollment-code') ?? { method: 'enrollment-code' };
    return linkButton(words.signIn.haveCode, 'have-enrollment-code', () => showWay(code, codeNext ? null : note));
  }

  function othersThan(chosen: AcceptedMethod): readonly AcceptedMethod[] {
    const isLinked = chosen.method === 'enrollment-code' ? 'password' : undefined;
    return ways.filter(
      (way) => way !== chosen && way.method !== isLinked && (way.method !== 'passkey' || hasPasskeys()),
    );
  }

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

  function listOf(chosen: AcceptedMethod, note: HTMLElement | null): readonly HTMLElement[] {
    const others = buttonsOf(withOwnButton(othersThan(chosen)), note);
    return others.length < 2 ? [] : otherWays(others);
  }

  function startOver(): HTMLElement {
    const again = async (): Promise<void> => {
      await leaveForAnother();
      input.onRestart();
    };
    return linkButton(words.signIn.otherAccount, 'start-over', again, 'quiet');
  }

  function refused(thrown: unknown): boolean {
    if (!isProblem(thrown)) return false;
    switch (`${thrown.status} ${thrown.code}`) {
      case '410 flow-expired':
        restart(sentenceOf(thrown));
        return true;
      case '409 flow-conflict':
        void catchUp();
        return true;
      case '403 no-way-in':
        ways = [{ method: 'enrollment-code' }];
        showFirst(refusalNote(thrown, sentenceOf(thrown)));
        return true;
      case '403 account-blocked':
        showEnd(words.signIn.blocked, thrown, null);
        return true;
      case '403 method-not-allowed':
        void followChange(thrown);
        return true;
      default:
        return false;
    }
  }

  async function catchUp(): Promise<void> {
    try {
      const status = await client.inFlow.signIn.status({ local: true });
      if (status.status === 'open') restart(words.signIn.wentOn);
      else show(status);
    } catch (thrown) {
      restart(isProblem(thrown) && thrown.code === 'flow-expired' ? words.signIn.wentOn : sentenceOf(thrown));
    }
  }

  /** The next flow may be another page's, which saves no password of this page. */
  function restart(note: string): void {
    const unsaved = isNewPasswordUnsaved();
    forgetNewsAtEnd();
    // A second press would send the form to that flow.
    fill(input.stage);
    input.onRestart(unsaved ? words.signIn.overUnsaved : note);
  }

  /** If the account changed, proofs may not count any more. A method that the account never allowed ends the sign-in. */
  async function followChange(thrown: unknown): Promise<void> {
    try {
      const status = await client.inFlow.signIn.status({ local: true });
      if (status.status === 'open') return input.onRestart(words.signIn.changedMeanwhile);
      if (status.status !== 'continue' || !isAccepted(status)) return show(status, words.signIn.changedMeanwhile);
    } catch (again) {
      if (isProblem(again) && again.code !== 'method-not-allowed' && refused(again)) return;
    }
    showEnd(words.signIn.notThisWay, thrown, refusalNote(thrown));
  }

  function isAccepted({ accept }: ContinueAnswer): boolean {
    return accept.length === ways.length && accept.every((one) => ways.some(({ method }) => method === one.method));
  }

  function showEnd(title: string, thrown: unknown, note: HTMLElement | null): void {
    const heading = stepTitle(input.stage, title);
    named('end', title, 'instead');
    const what = h('p', { role: 'alert', 'data-testid': 'error' }, sentenceOf(thrown));
    fill(input.stage, h('header', {}, heading, what), note, waysOut([]));
    heading.focus();
  }

  return { show, refused };
}
