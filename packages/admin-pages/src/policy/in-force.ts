import type { PolicyVersion } from '@sallyport/browser';
import { when } from '@sallyport/pages/parts';
import { authorName } from './names.ts';
import { words } from './words.ts';

const PAUSE = 15_000;

let timer: ReturnType<typeof setInterval> | undefined;

/**
 * Again as the time passes, as long as the line has no other text.
 *
 * @param isShown the page shows the rules when the author's name is known
 */
export function followInForce(
  line: Pick<HTMLElement, 'textContent'>,
  { version, changedAt, changedBy }: PolicyVersion,
  isShown: () => boolean,
): void {
  void authorName(changedBy).then((by) => {
    if (!isShown()) return;
    let told = '';
    const write = (): void => {
      told = version === 0 ? words.policy.ofTheApp : words.policy.inForce(version, when(changedAt), by);
      line.textContent = told;
    };
    write();
    clearInterval(timer);
    timer = setInterval(() => {
      if (line.textContent === told) write();
    }, PAUSE);
  });
}
