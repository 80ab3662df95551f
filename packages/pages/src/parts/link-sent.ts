import { linkButton } from './controls.ts';
import { type Child, fill, h } from './element.ts';
import { mailButton } from './mail-link.ts';
import { sendAgain } from './send-again.ts';
import { stepTitle } from './step-title.ts';
import { stepBack, stepShown } from './steps.ts';
import { words } from './words.ts';

export interface LinkSentInput {
  readonly stage: HTMLElement;
  readonly address: string;
  readonly sent: string;
  readonly sentAgain: string;
  send(): Promise<unknown>;
  readonly other: { readonly label: string; readonly step: string };
  onOther(): void;
  readonly out: Child;
}

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
