import { isProblem } from '@sallyport/browser';
import { fill, h } from './element.ts';
import { sentenceOf, waitFor } from './sentences.ts';

/** Where a form or a page says what went wrong; screen readers hear it. */
export interface ProblemLine {
  readonly element: HTMLElement;
  clear(): void;
  /** Says something of the page's own. */
  say(words: string): void;
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
    const words = sentenceOf(thrown);
    const wait = isProblem(thrown) ? thrown.retryAfter : undefined;
    if (wait === undefined || wait === 0) {
      fill(element, words, errorsOf(thrown));
      return;
    }
    stop = countDown(wait, held, (left) =>
      left > 0
        ? fill(element, words, ' You can try again in ', clock(left), '.')
        : fill(element, 'You can try again now.'),
    );
  }

  function say(words: string): void {
    clear();
    fill(element, words);
  }

  return { element, clear, say, show };
}

/** The moving part is not read out every second; the sentence itself is, once. */
function clock(left: number): HTMLElement {
  return h('span', { 'data-testid': 'countdown', 'aria-live': 'off' }, waitFor(left));
}

function countDown(seconds: number, held: HTMLButtonElement | undefined, tell: (left: number) => void): () => void {
  const until = Date.now() + seconds * 1000;
  if (held !== undefined) held.disabled = true;
  const tick = (): void => {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    tell(left);
    if (left === 0) stop();
  };
  const timer = setInterval(tick, 1000);
  const stop = (): void => {
    clearInterval(timer);
    if (held !== undefined) held.disabled = false;
  };
  tick();
  return stop;
}

function errorsOf(thrown: unknown): HTMLElement | undefined {
  const errors = isProblem(thrown) ? (thrown.errors ?? []) : [];
  if (errors.length === 0) return undefined;
  return h(
    'ul',
    {},
    errors.map(({ path, message }) => h('li', {}, `${labelOf(path)}${message}`)),
  );
}

/** A field by the name the person sees; a part of a longer document by its path. */
function labelOf(path: string): string {
  if (path === '') return '';
  const label = document.querySelector(`label[for=${CSS.escape(path)}]`)?.textContent;
  return `${label ?? path}: `;
}
