import { linkButton } from './controls.ts';
import { type Child, fill, h } from './element.ts';
import { hold } from './hold.ts';
import { problemLine } from './problem-line.ts';

export interface SendAgainInput {
  readonly label: string;
  readonly testid: string;
  readonly statusTestid: string;
  send(): Promise<Child>;
  readonly around?: { readonly sending: Child; readonly notSent: Child };
  belowProblem?(thrown: unknown): Child;
  onProblem?(thrown: unknown): boolean;
}

export interface SendAgain {
  readonly status: HTMLElement;
  readonly problem: HTMLElement;
  readonly link: HTMLButtonElement;
  send(): Promise<void>;
}

/** The link rests while a sending runs, or while the server lets the person wait. */
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
