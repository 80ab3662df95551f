import type { AcceptedMethod, FlowAnswer } from '@sallyport/browser';
import { client } from './client.ts';
import { actionForm, field, linkButton, textOf } from './controls.ts';
import { mailPage } from './demo.ts';
import { type Child, fill, h } from './element.ts';
import { problemLine } from './problem-line.ts';

/** One way to go on, ready to be shown. */
export interface Panel {
  readonly title: string;
  readonly lead?: Child;
  readonly body: Child;
}

export interface PanelContext {
  /** The person's mailbox, where the page knows it: only to link to it. */
  readonly mailbox: string | undefined;
  show(answer: FlowAnswer): void;
  onProblem(thrown: unknown): boolean;
}

/** The panel of a way to go on. */
export function panelOf(way: AcceptedMethod, context: PanelContext): Panel {
  switch (way.method) {
    case 'password':
    case 'ldap':
      return passwordPanel(context);
    case 'passkey':
      return passkeyPanel(context);
    case 'totp':
      return {
        title: 'Enter the code from your app',
        lead: 'Your authenticator app shows a new 6‑digit code every half minute.',
        body: codeForm('6-digit code', (code) => client.signIn.totp(code), context, digits),
      };
    case 'email-code':
      return emailPanel(way.sentTo, context);
    case 'backup-code':
      return {
        title: 'Enter a backup code',
        lead: 'One of the codes you saved when you set up your second step. Each works once.',
        body: codeForm('Backup code', (code) => client.signIn.backupCode(code), context),
      };
    case 'enrollment-code':
      return {
        title: 'Enter the code you were given',
        lead: 'An administrator can vouch for you with a one-time code. Ask yours, in person or by phone.',
        body: codeForm('Enrollment code', (code) => client.signIn.enrollmentCode(code), context),
      };
    case 'sso':
      return ssoPanel();
    default:
      return {
        title: 'Go on another way',
        body: h('p', {}, `This page cannot ask for “${way.method}”. Choose another way.`),
      };
  }
}

const digits = { inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: 11, class: 'code-input' } as const;

function codeForm(
  label: string,
  send: (code: string) => Promise<FlowAnswer>,
  context: PanelContext,
  attributes: Readonly<Record<string, string | number>> = {
    autocomplete: 'off',
    class: 'token',
    autocapitalize: 'none',
  },
): HTMLFormElement {
  return actionForm({
    fields: field({ name: 'code', label, attributes: { required: true, spellcheck: 'false', ...attributes } }),
    submit: 'Continue',
    run: async (values) => context.show(await send(textOf(values, 'code').replace(/\s/g, ''))),
    onProblem: context.onProblem,
  });
}

function passwordPanel(context: PanelContext): Panel {
  return {
    title: 'Enter your password',
    body: actionForm({
      fields: field({
        name: 'password',
        label: 'Password',
        type: 'password',
        attributes: { autocomplete: 'current-password', required: true, maxlength: 256 },
      }),
      submit: 'Continue',
      run: async (values) => context.show(await client.signIn.password(textOf(values, 'password'))),
      onProblem: context.onProblem,
    }),
  };
}

function passkeyPanel(context: PanelContext): Panel {
  return {
    title: 'Use your passkey',
    lead: 'Your device asks for your fingerprint, face or PIN, or for your security key.',
    body: actionForm({
      fields: null,
      submit: 'Continue with a passkey',
      testid: 'passkey-button',
      run: async () => context.show(await client.signIn.passkey()),
      onProblem: context.onProblem,
    }),
  };
}

function ssoPanel(): Panel {
  return {
    title: 'Go on with single sign-on',
    body: h('a', { class: 'button primary wide', href: '/sign-in', 'data-testid': 'sso-link' }, 'Continue with SSO'),
  };
}

/** Remembers over a reload that this flow has mailed its code, so that opening the panel mails no second one. */
const mailed = 'sallyport.code-mailed';

/** A new flow has mailed nothing yet. */
export function forgetMailed(): void {
  sessionStorage.removeItem(mailed);
}

function emailPanel(sentTo: string | undefined, context: PanelContext): Panel {
  const status = h('p', { class: 'muted', role: 'status', 'data-testid': 'sent-to' });
  const problem = problemLine();
  const again = linkButton('Send a new code', 'send-email-code', () => send(), 'quiet');

  function tell(address: string | undefined): void {
    fill(status, 'We sent a code to ', h('strong', {}, address ?? 'your mailbox'), '. It works for a few minutes.');
  }

  async function send(): Promise<void> {
    problem.clear();
    again.disabled = true;
    fill(status, 'Sending a code…');
    try {
      const answer = await client.signIn.sendEmailCode();
      sessionStorage.setItem(mailed, 'yes');
      if (answer.status !== 'continue') return context.show(answer);
      const way = answer.accept.find((accepted) => accepted.method === 'email-code');
      tell(way?.sentTo ?? sentTo);
    } catch (thrown) {
      fill(status, 'The code isn’t on its way yet.');
      again.disabled = false;
      if (!context.onProblem(thrown)) problem.show(thrown, again);
      return;
    }
    again.disabled = false;
  }

  if (sessionStorage.getItem(mailed) === null) void send();
  else tell(sentTo);

  const form = codeForm('Code from the mail', (code) => client.signIn.emailCode(code), context, digits);
  const open = h(
    'a',
    { href: mailPage(context.mailbox), target: '_blank', rel: 'noopener', 'data-testid': 'mail-link' },
    'Open the demo’s mail page',
  );
  const links = h('div', { class: 'links small-text' }, again, h('span', { class: 'link' }, open));
  return { title: 'Check your mail', lead: status, body: [problem.element, form, links] };
}
