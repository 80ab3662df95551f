import { type InputError, isProblem } from '@sallyport/browser';
import { type Child, fill, h } from './element.ts';
import { hold } from './hold.ts';
import { codedFault, faultSentence, sentenceOf, waitFor } from './sentences.ts';
import { words } from './words.ts';

/** The line of a form or page that shows problems. Screen readers announce the line. */
export interface ProblemLine {
  /** The element to place in the page. */
  readonly element: HTMLElement;
  /** Removes the problem, and ends a countdown. */
  clear(): void;
  /** Shows a sentence of the page. */
  say(what: Child): void;
  /**
   * Shows an error. During a waiting time from the server, counts down and keeps `held` inactive. During a lock `held` stays usable: an
   * administrator may end the lock before the clock ends, and the server refuses a locked try without counting the try.
   */
  show(thrown: unknown, held?: HTMLButtonElement): void;
  /** Adds content below the sentence, such as another way to sign in. `undefined`: adds nothing. */
  below(what: Child): void;
}

/**
 * Creates an empty line.
 *
 * @param titleOf the name of the field or rule at the path of an error. Without a name the line says the path
 */
export function problemLine(titleOf?: (path: string) => string | undefined): ProblemLine {
  const element = h('div', { class: 'error', role: 'alert', 'data-testid': 'error' });
  let stop = (): void => {};

  function clear(): void {
    stop();
    fill(element);
  }

  function show(thrown: unknown, held?: HTMLButtonElement): void {
    fillWith(thrown, held);
    inView();
  }

  function fillWith(thrown: unknown, held?: HTMLButtonElement): void {
    clear();
    const what = sentenceOf(thrown);
    const wait = isProblem(thrown) ? thrown.retryAfter : undefined;
    if (wait === undefined || wait === 0) {
      const errors = errorsOf(thrown, titleOf);
      const [only] = errors;
      if (only !== undefined && errors.length === 1) fill(element, only);
      else
        fill(
          element,
          what,
          errors.length === 0
            ? null
            : h(
                'ul',
                {},
                errors.map((error) => h('li', {}, error)),
              ),
        );
      return;
    }
    // Screen readers do not read the countdown every second.
    const clock = h('span', { class: 'clock', 'data-testid': 'countdown', 'aria-live': 'off' }, waitFor(wait));
    fill(element, what, ' ', words.problems.tryAgainIn(clock));
    stop = countDown(wait, isProblem(thrown) && thrown.code === 'locked' ? undefined : held, (left) => {
      if (left > 0) clock.textContent = waitFor(left);
      else fill(element, words.problems.tryAgainNow);
    });
  }

  function say(what: Child): void {
    clear();
    fill(element, what);
    inView();
  }

  function below(what: Child): void {
    if (what !== undefined) element.append(h('p', {}, what));
  }

  /** A line below the screen of a phone would leave a press without an answer. */
  function inView(): void {
    element.scrollIntoView({ block: 'nearest' });
  }

  return { element, clear, say, show, below };
}

function countDown(seconds: number, held: HTMLButtonElement | undefined, tell: (left: number) => void): () => void {
  const until = Date.now() + seconds * 1000;
  if (held !== undefined) hold(held, true);
  const tick = (): void => {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    tell(left);
    if (left === 0) stop();
  };
  const timer = setInterval(tick, 1000);
  const stop = (): void => {
    clearInterval(timer);
    if (held !== undefined) hold(held, false);
  };
  tick();
  return stop;
}

function errorsOf(thrown: unknown, titleOf?: (path: string) => string | undefined): readonly Child[] {
  const errors = isProblem(thrown) ? (thrown.errors ?? []) : [];
  return errors.map((error) => {
    const label = inputOf(document, error.path)?.labels?.[0]?.textContent;
    return label === undefined || label === null
      ? (codedFault(error) ?? faultInDocument(error, titleOf?.(error.path)))
      : faultSentence(error, label);
  });
}

/** The message of the parser is English. */
function faultInDocument({ path, message }: InputError, title: string | undefined): Child {
  const at = title === undefined ? words.problems.faultAt(path.replace(/^policy\./, '')) : `${title}: `;
  return [at, h('span', { lang: 'en' }, message)];
}

export function inputOf(within: ParentNode, path: string): HTMLInputElement | null {
  const name = CSS.escape(path);
  return within.querySelector<HTMLInputElement>(`input#${name}, input#new-${name}`);
}
