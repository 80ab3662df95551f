import { linkButton } from './controls.ts';
import { type Child, fill, h } from './element.ts';
import { mailButton } from './mail-link.ts';
import { sendAgain } from './send-again.ts';
import { stepTitle } from './step-title.ts';
import { stepBack, stepShown } from './steps.ts';
import { words } from './words.ts';

export interface LinkSentInput {
  readonly stage: HTMLElement;
  /** What the person typed: the mail address, or a sign-in name. */
  readonly address: string;
  /** The text about the mail. */
  readonly sent: string;
  /** The text about a further mail. */
  readonly sentAgain: string;
  /** Asks the server for a further mail. */
  send(): Promise<unknown>;
  /** The label of the link to another address, and the step of the form for the address. */
  readonly other: { readonly label: string; readonly step: string };
  /** Shows the form for the address. */
  onOther(): void;
  /** The way out, as the last link. */
  readonly out: Child;
}

/** The page after a link was mailed: the person can have the mail sent again, or name another address. */
export function linkSent({ stage, address, sent, sentAgain, send, other, onOther, out }: LinkSentInput): void {
  const title = stepTitle(stage, words.signIn.checkMail);
  const again = sendAgain({
    label: words.signIn.sendNewLink,
    testid: 'send-again',
    statusTestid: 'sent',
    send: async () => {
      await send();
      return sentAgain;
    },
  });
  fill(again.status, sent);
  stepShown('sent', words.signIn.checkMail);
  fill(
    stage,
    h('header', {}, title, again.status),
    again.problem,
    mailButton(address),
    h(
      'div',
      { class: 'links small-text' },
      again.link,
      linkButton(other.label, 'change-address', () => stepBack(other.step) || onOther(), 'quiet'),
      out,
    ),
  );
  title.focus();
}
