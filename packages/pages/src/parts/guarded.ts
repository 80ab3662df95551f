import { isProblem, type Reason } from '@sallyport/browser';
import { button, TakenBack } from './controls.ts';
import { fill, h } from './element.ts';
import { here } from './here.ts';
import { isPersonGone } from './left-page.ts';
import { leaveNote, signInAndReturn } from './location.ts';
import { problemLine } from './problem-line.ts';
import { isSetUpRefused, needsAdministrator, reasonsIn, refusalOfPlace } from './reasons.ts';
import {
  guardedPageLoads,
  loadForAnother,
  sessionIsMissing,
  sessionLives,
  showsSession,
  wasForAnother,
} from './shown-session.ts';
import { withStepUp } from './step-up.ts';
import { words } from './words.ts';

/**
 * Loads a page that needs a session (and perhaps a role and a recent proof), or explains the refusal. `done` is the message of the last
 * action, which the sign-in page shows if the action ended the session.
 */
export async function guarded(
  place: HTMLElement,
  load: () => Promise<void>,
  done?: string,
  isAgain = false,
): Promise<void> {
  const whose = guardedPageLoads();
  try {
    await withStepUp(load);
    const accountId = await whose;
    if (isPersonGone()) return;
    showsSession(accountId, true);
    const note = notDoneNote();
    if (note !== null) place.prepend(note);
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'no-session') {
      // The session got its next token while the page loaded.
      if (!isAgain && (await sessionLives())) return guarded(place, load, done, true);
      if (isPersonGone()) return;
      const { signedOutByIt } = words.signIn;
      const note = sessionIsMissing();
      leaveNote(done === undefined ? note : `${done} ${signedOutByIt}`);
      return location.replace(signInAndReturn());
    }
    // Another account is signed in by now.
    if (isProblem(thrown) && thrown.code === 'precondition-failed') return loadForAnother();
    const again = button({ label: words.buttons.tryAgain, testid: 'retry', run: () => guarded(place, load) });
    if (thrown instanceof TakenBack) {
      return fill(place, empty(words.shell.afterProof, again));
    }
    if (isProblem(thrown) && thrown.code === 'not-permitted') return fill(place, notDoneNote(), notPermitted());
    const problem = problemLine();
    // With the same session another try is refused as well.
    const isFinal = isSetUpRefused(thrown) && isLasting(reasonsIn(thrown));
    const way = isFinal ? h('a', { class: 'button', href: here('/account') }, words.signIn.toAccount) : again;
    fill(place, problem.element, h('div', { class: 'actions' }, way));
    problem.show(thrown, isFinal ? undefined : again);
  }
}

function isLasting(because: readonly Reason[]): boolean {
  return needsAdministrator(because) || refusalOfPlace(because) !== undefined;
}

/** The page was loaded anew, because a step-up ended with the session of another account. */
export function notDoneNote(): HTMLElement | null {
  if (!wasForAnother()) return null;
  return h('p', { class: 'note warn', role: 'alert', 'data-testid': 'not-done' }, words.steps.signedInAsAnother);
}

/** The card in place of content that the person's role does not reach, with a way on. */
export function notPermitted(
  text: string = words.shell.notPermitted,
  way: { readonly href: string; readonly label: string } = { href: '/', label: words.shell.toStart },
): HTMLElement {
  const line = h('p', { 'data-testid': 'not-permitted' }, text);
  return empty(line, h('a', { class: 'button', href: way.href }, way.label));
}

function empty(text: HTMLElement | string, action: HTMLElement): HTMLElement {
  return h(
    'div',
    { class: 'card empty stack' },
    typeof text === 'string' ? h('p', {}, text) : text,
    h('div', {}, action),
  );
}
