import { type InputError, isProblem } from '@sallyport/browser';
import { type Child, fill, h } from './element.ts';
import { hold } from './hold.ts';
import { codedFault, faultSentence, sentenceOf, waitFor } from './sentences.ts';
import { words } from './words.ts';

/** Where a form or a page says what went wrong; screen readers hear it. */
export interface ProblemLine {
  readonly element: HTMLElement;
  clear(): void;
  /** Says something of the page's own. */
  say(what: string): void;
  /** Says it. While the server asks for patience, counts down and keeps `held` disabled. */
  show(thrown: unknown, held?: HTMLButtonElement): void;
}

export function problemLine(): ProblemLine {
  const element = h('div', { class: 'error', role: 'alert', 'data-testid': 'error' });
  let stop = (): void => {};

  function clear(): void {
    stop();
    fill(element);
  }

  function show(thrown: unknown, held?: HTMLButtonElement): void {
    clear();
    const what = sentenceOf(thrown);
    const wait = isProblem(thrown) ? thrown.retryAfter : undefined;
    if (wait === undefined || wait === 0) {
      const errors = errorsOf(thrown);
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
    // The moving part is not read out every second; the sentence itself is, once.
    const clock = h('span', { class: 'clock', 'data-testid': 'countdown', 'aria-live': 'off' }, waitFor(wait));
    fill(element, what, ' ', words.problems.tryAgainIn(clock));
    stop = countDown(wait, held, (left) => {
      if (left > 0) clock.textContent = waitFor(left);
      else fill(element, words.problems.tryAgainNow);
    });
  }

  function say(what: string): void {
    clear();
    fill(element, what);
  }

  return { element, clear, say, show };
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

function errorsOf(thrown: unknown): readonly Child[] {
  const errors = isProblem(thrown) ? (thrown.errors ?? []) : [];
  return errors.map((error) => {
    const label = inputOf(document, error.path)?.labels?.[0]?.textContent;
    return label === undefined || label === null
      ? (codedFault(error) ?? faultInDocument(error))
      : faultSentence(error, label);
  });
}

/** In a document that somebody typed, such as a policy: where, and the finding of the program that read it, in its English. */
function faultInDocument({ path, message }: InputError): Child {
  return [words.policy.faultAt(path.replace(/^policy\./, '')), h('span', { lang: 'en' }, message)];
}

/** The input for a member of a request: by its name, or as that of something new. */
export function inputOf(within: ParentNode, path: string): HTMLInputElement | null {
  const name = CSS.escape(path);
  return within.querySelector<HTMLInputElement>(`input#${name}, input#new-${name}`);
}
