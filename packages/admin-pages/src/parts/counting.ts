import { isProblem } from '@sallyport/browser';
import { fill, h } from '@sallyport/pages/parts';
import { words } from '../words.ts';
import { counted } from './numbers.ts';
import { untilCounted } from './until-counted.ts';

const says = words.overview.counting;

/** The server counts new people, or people anew under a changed policy. */
export interface CountingNote {
  readonly element: HTMLElement;
  /**
   * A later call ends the asking of an earlier call.
   *
   * @param ask asks the server and shows the new numbers. `undefined` ends the asking
   * @param after what the note says when everybody is counted
   */
  follow(pending: number | undefined, ask: () => Promise<number | undefined>, after?: () => Node | null): void;
}

export function countingNote(): CountingNote {
  const text = h('span');
  // A screen reader hears only the end.
  const done = h('span', { role: 'status' });
  const element = h('p', { class: 'note warn', 'data-testid': 'counting', hidden: true }, text, done);
  let calls = 0;
  const show = (pending: number): void => {
    element.hidden = false;
    element.className = pending > 0 ? 'note warn' : 'note go';
    const told = pending > 0 ? says.pending(pending, counted(pending)) : '';
    if (text.textContent !== told) text.textContent = told;
  };
  return {
    element,
    follow(pending = 0, ask, after) {
      calls += 1;
      const mine = calls;
      element.hidden = true;
      fill(done);
      if (pending === 0) return;
      show(pending);
      void untilCounted(pending, async () => {
        const now = mine === calls ? await ask() : undefined;
        if (mine !== calls || now === undefined) return undefined;
        show(now);
        if (now === 0) fill(done, says.done, ' ', after?.() ?? null);
        return now;
      }).catch((thrown: unknown) => {
        // Without a session, or without the right, the page learns no further numbers.
        if (!isProblem(thrown)) throw thrown;
      });
    },
  };
}
