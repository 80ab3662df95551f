import type { AcceptedMethod, FlowAnswer } from '@sallyport/browser';
import { client } from './client.ts';
import { actionForm, digits, field, hiddenUsername, linkButton, textOf } from './controls.ts';
import { codeWords } from './delivered-codes.ts';
import { mailPage } from './demo.ts';
import { type Child, fill, h } from './element.ts';
import { signInByPasskey } from './passkey-handover.ts';
import { hasPasskeys } from './passkeys-here.ts';
import { problemLine } from './problem-line.ts';
import { signingIn } from './tabs.ts';

/** One way to go on, ready to be shown. */
export interface Panel {
  readonly title: string;
  readonly lead?: Child;
  readonly body: Child;
}

export interface PanelContext {
  /** The person's mailbox, where the page knows it: only to link to it. */
  readonly mailbox: string | undefined;
  /** What is asked for here comes before something is set up. */
  readonly first: boolean;
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
      return sentCodePanel(
        {
          method: way.method,
          title: context.first ? 'First, enter the code we emailed you' : 'Enter the code we emailed you',
          label: 'Code from the mail',
          sentTo: way.sentTo ?? 'your mailbox',
          readAt: mailPage(context.mailbox),
          send: () => client.signIn.sendEmailCode(),
          confirm: (code) => client.signIn.emailCode(code),
        },
        context,
      );
    case 'backup-code':
      return {
        title: 'Enter a backup code',
        lead: 'One of the codes you saved when you set up your second step. Each works once.',
        body: codeForm('Backup code', (code) => client.signIn.backupCode(code), context),
      };
    case 'enrollment-code':
      return {
        title: 'Enter the code you were given',
        lead: 'A one-time code from an administrator confirms that it’s you. Ask yours, in person or by phone.',
        body: codeForm('Code from an administrator', (code) => client.signIn.enrollmentCode(code), context),
      };
    case 'sso':
      return ssoPanel(way);
    default:
      return (
        deliveredCodePanel(way, context) ?? {
          title: 'Enter your code',
          lead: `This app asks for “${way.method}”.`,
          body: codeForm('Code', (code) => client.signIn.code(way.method, code), context),
        }
      );
  }
}

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
      fields: [
        hiddenUsername(signingIn() ?? context.mailbox),
        field({
          name: 'password',
          label: 'Password',
          type: 'password',
          attributes: { autocomplete: 'current-password', required: true, maxlength: 256 },
        }),
      ],
      submit: 'Continue',
      run: async (values) => context.show(await client.signIn.password(textOf(values, 'password'))),
      onProblem: context.onProblem,
    }),
  };
}

function passkeyPanel(context: PanelContext): Panel {
  if (!hasPasskeys()) return noPasskeysHere;
  return {
    title: 'Use your passkey',
    lead: 'Your device asks for your fingerprint, face or PIN, or for your security key.',
    body: actionForm({
      fields: null,
      submit: 'Continue with a passkey',
      testid: 'passkey-button',
      run: async () => context.show(await signInByPasskey()),
      onProblem: context.onProblem,
    }),
  };
}

/** Shown only where nothing else is left. */
const noPasskeysHere: Panel = {
  title: 'Use your passkey',
  lead: 'This browser can’t use passkeys. Open this page in another browser, or on the device that has your passkey.',
  body: null,
};

function ssoPanel({ provider, location }: AcceptedMethod): Panel {
  const href = location ?? '/sign-in';
  return {
    title: 'Go on with single sign-on',
    lead: 'You sign in at your organisation, and come back here.',
    body: h(
      'a',
      { class: 'button primary wide', href, 'data-testid': 'sso-link' },
      provider === undefined ? 'Continue with SSO' : `Continue with ${provider}`,
    ),
  };
}

/** A delivered code of the app's own; `undefined` for a method that these pages have no words for. */
function deliveredCodePanel({ method, sentTo }: AcceptedMethod, context: PanelContext): Panel | undefined {
  const words = codeWords(method);
  if (words === undefined) return undefined;
  return sentCodePanel(
    {
      method,
      title: words.title,
      label: `Code by ${words.label}`,
      sentTo: sentTo ?? 'the address that you set up',
      readAt: mailPage(),
      send: () => client.signIn.sendCode(method),
      confirm: (code) => client.signIn.code(method, code),
    },
    context,
  );
}

/** Remembers over a reload by which method this flow has sent its one code, so that opening the panel sends no second one. */
const mailed = 'sallyport.code-mailed';

/** The method by which this flow has sent its code: one sent by another would void it. */
export function methodOfSentCode(): string | undefined {
  return sessionStorage.getItem(mailed) ?? undefined;
}

/** A new flow has sent nothing yet. */
export function forgetMailed(): void {
  sessionStorage.removeItem(mailed);
}

interface SentCode {
  readonly method: string;
  readonly title: string;
  readonly label: string;
  /** Where it goes, as far as it is known before it is sent. */
  readonly sentTo: string;
  /** Where the demo shows what it sent. */
  readonly readAt: string;
  send(): Promise<FlowAnswer>;
  confirm(code: string): Promise<FlowAnswer>;
}

/** Sends a code when it is opened, unless this flow sent one already, and asks for it. */
function sentCodePanel(code: SentCode, context: PanelContext): Panel {
  const status = h('p', { class: 'muted', role: 'status', 'data-testid': 'sent-to' });
  const problem = problemLine();
  const again = linkButton('Send a new code', `send-${code.method}`, () => send(), 'quiet');

  function tell(address: string): void {
    fill(status, 'We sent a code to ', h('strong', {}, address), '. It works for a few minutes.');
  }

  async function send(): Promise<void> {
    problem.clear();
    again.disabled = true;
    fill(status, 'Sending a code…');
    try {
      const answer = await code.send();
      sessionStorage.setItem(mailed, code.method);
      if (answer.status !== 'continue') return context.show(answer);
      const way = answer.accept.find((accepted) => accepted.method === code.method);
      tell(way?.sentTo ?? code.sentTo);
    } catch (thrown) {
      fill(status, 'The code isn’t on its way yet.');
      again.disabled = false;
      if (!context.onProblem(thrown)) problem.show(thrown, again);
      return;
    }
    again.disabled = false;
  }

  if (methodOfSentCode() === code.method) tell(code.sentTo);
  else void send();

  const form = codeForm(code.label, code.confirm, context, digits);
  const open = h(
    'a',
    { href: code.readAt, target: '_blank', rel: 'noopener', 'data-testid': 'mail-link' },
    'Open the demo’s mail page',
  );
  const links = h('div', { class: 'links small-text' }, again, h('span', { class: 'link' }, open));
  return { title: code.title, lead: status, body: [problem.element, form, links] };
}
