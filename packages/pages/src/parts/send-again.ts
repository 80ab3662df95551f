import { linkButton } from './controls.ts';
import { type Child, fill, h } from './element.ts';
import { hold } from './hold.ts';
import { problemLine } from './problem-line.ts';

export interface SendAgainInput {
  readonly label: string;
  readonly testid: string;
  /** The `data-testid` of the status line. */
  readonly statusTestid: string;
  /** Sends a code or a link. Resolves to the new text of the status line, or to `undefined` if another page is shown. */
  send(): Promise<Child>;
  /** The text of the status line while `send` runs, and after a failure. Absent: the line keeps its text. */
  readonly around?: { readonly sending: Child; readonly notSent: Child };
  /** The content below the message of an error, such as another way to sign in. */
  belowProblem?(thrown: unknown): Child;
  /** Handles a refusal that changes the page. Returns whether the refusal was handled. */
  onProblem?(thrown: unknown): boolean;
}

/** The parts of a page about a sent code or link: the address, and a button for a further sending. */
export interface SendAgain {
  /** The status line, which screen readers announce. */
  readonly status: HTMLElement;
  /** The line for a failure. */
  readonly problem: HTMLElement;
  readonly link: HTMLButtonElement;
  /** Sends, as a press of the link does. */
  send(): Promise<void>;
}

/** Creates an empty status line, a problem line and a link that sends again. The link rests while a sending runs, or while the server lets the person wait. */
export function sendAgain({
  label,
  testid,
  statusTestid,
  send,
  around,
  belowProblem,
  onProblem,
}: SendAgainInput): SendAgain {
  const status = h('p', { class: 'muted', role: 'status', 'data-testid': statusTestid });
  const problem = problemLine();
  const link = linkButton(label, testid, () => run());

  async function run(): Promise<void> {
    problem.clear();
    hold(link, true);
    if (around !== undefined) fill(status, around.sending);
    try {
      const told = await send();
      if (told === undefined) return;
      fill(status, told);
      hold(link, false);
    } catch (thrown) {
      if (around !== undefined) fill(status, around.notSent);
      hold(link, false);
      if (onProblem?.(thrown) === true) return;
      problem.show(thrown, link);
      problem.below(belowProblem?.(thrown));
    }
  }

  return { status, problem: problem.element, link, send: run };
}
