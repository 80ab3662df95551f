import { type AcceptedMethod, type FlowAnswer, isProblem } from '@sallyport/browser';
import { administratorCodeForm, type CodeContext } from './administrator-code.ts';
import { client } from './client.ts';
import { actionForm, codeOfDigits, field, hiddenUsername, textOf } from './controls.ts';
import { codeWords } from './delivered-codes.ts';
import { type Child, fill, h } from './element.ts';
import { here } from './here.ts';
import { isIdle } from './hold.ts';
import { keepNext } from './location.ts';
import { mailLink } from './mail-link.ts';
import { providerName } from './open-ways.ts';
import { PageRefusal } from './page-refusal.ts';
import { provesByPasskey } from './passkey-handover.ts';
import { hasPasskeys } from './passkeys-here.ts';
import { type ProblemLine, problemLine } from './problem-line.ts';
import { sendAgain } from './send-again.ts';
import { forgetSentCode, keepSentCode, methodOfSentCode } from './sent-code.ts';
import { signingIn } from './tabs.ts';
import { forgetTypedPassword, typedPassword } from './typed-password.ts';
import { keepBackupCodeUse, keepMailedCode } from './used-code.ts';
import { words } from './words.ts';

export interface Panel {
  readonly title: string;
  readonly lead?: Child;
  readonly body: Child;
}

export interface PanelContext extends CodeContext {
  readonly mailbox: string | undefined;
  /** Whether the person is signed in: the page then shows the address in full. */
  readonly confirms: boolean;
  readonly first: boolean;
  readonly takesCode: boolean;
}

export function panelOf(way: AcceptedMethod, context: PanelContext): Panel {
  switch (way.method) {
    case 'password':
    case 'ldap':
      return passwordPanel(context);
    case 'passkey':
      return passkeyPanel(context);
    case 'totp':
      return {
        title: words.steps.totp.title,
        lead: words.steps.totp.lead,
        body: codeForm(
          { label: words.steps.totp.label(way.digits ?? 6), mismatch: words.problems.mismatch.app },
          (code) => client.signIn.code('totp', code),
          context,
          codeOfDigits(way.digits),
        ),
      };
    case 'email-code':
      return sentCodePanel(
        {
          method: way.method,
          title: context.first ? words.steps.emailCode.titleFirst : words.steps.emailCode.title,
          label: words.steps.emailCode.label,
          sentTo: way.sentTo ?? words.steps.emailCode.mailbox,
          known: context.confirms ? context.mailbox : undefined,
          mailbox: context.mailbox,
          send: () => client.signIn.sendCode('email-code'),
          confirm: sendMailedCode,
        },
        context,
      );
    case 'backup-code':
      return {
        title: words.steps.backupCode.title,
        lead: words.steps.backupCode.lead,
        body: codeForm(
          { label: words.steps.backupCode.label, mismatch: words.problems.mismatch.backupCode },
          sendBackupCode,
          context,
        ),
      };
    case 'enrollment-code':
      return {
        title: words.steps.enrollmentCode.title,
        lead: words.steps.enrollmentCode.lead,
        body: administratorCodeForm(context),
      };
    case 'sso':
      return ssoPanel(way, context);
    default:
      return (
        deliveredCodePanel(way, context) ?? {
          title: words.steps.other.title,
          lead: words.steps.other.lead(way.method),
          body: codeForm(
            { label: words.steps.other.label, mismatch: words.problems.mismatch.code },
            (code) => client.signIn.code(way.method, code),
            context,
          ),
        }
      );
  }
}

async function sendBackupCode(code: string): Promise<FlowAnswer> {
  const answer = await client.signIn.code('backup-code', code);
  if (answer.status === 'complete') keepBackupCodeUse(answer.session);
  return answer;
}

async function sendMailedCode(code: string): Promise<FlowAnswer> {
  const answer = await client.signIn.code('email-code', code);
  if (answer.status === 'complete') keepMailedCode(answer.session);
  return answer;
}

interface CodeFormInput {
  readonly label: string;
  readonly mismatch: string | (() => string);
  readonly written?: string;
  readonly problem?: ProblemLine | undefined;
}

function codeForm(
  { label, mismatch, written, problem }: CodeFormInput,
  send: (code: string) => Promise<FlowAnswer>,
  context: PanelContext,
  attributes: Readonly<Record<string, string | number>> = {
    autocomplete: 'off',
    class: 'token',
    autocapitalize: 'none',
  },
): HTMLFormElement {
  return actionForm({
    problem,
    fields: field({ name: 'code', label, attributes: { required: true, spellcheck: 'false', ...attributes } }),
    submit: words.buttons.continue,
    mismatch,
    run: async (values) => {
      const code = textOf(values, 'code').replace(/\s/g, '');
      if (written !== undefined && isWritten(code)) throw new PageRefusal(written);
      context.show(await send(code));
    },
    onProblem: context.onProblem,
  });
}

/** A sent code has a few digits. A written code is long or has letters. */
function isWritten(code: string): boolean {
  return /\p{L}/u.test(code) || code.replaceAll('-', '').length > 8;
}

function passwordPanel(context: PanelContext): Panel {
  return {
    title: words.steps.password.title,
    body: actionForm({
      fields: [
        hiddenUsername(signingIn() ?? context.mailbox),
        field({
          name: 'password',
          label: words.steps.password.label,
          type: 'password',
          attributes: {
            value: typedPassword(),
            autocomplete: 'current-password',
            required: true,
            maxlength: 4096,
          },
        }),
      ],
      submit: words.buttons.continue,
      mismatch: words.problems.mismatch.password,
      run: async (values) => {
        forgetTypedPassword();
        const answer = await client.signIn.password(textOf(values, 'password'));
        // A changed password took the flow's proofs, and the sent code with them.
        forgetSentCode();
        context.show(answer);
      },
      onProblem: context.onProblem,
    }),
  };
}

function passkeyPanel(context: PanelContext): Panel {
  if (!hasPasskeys()) return noPasskeysHere;
  return {
    title: words.steps.passkey.title,
    lead: words.steps.passkey.lead,
    body: actionForm({
      fields: null,
      submit: words.steps.passkey.submit,
      testid: 'passkey-button',
      run: async () => context.show(await provesByPasskey()),
      onProblem: context.onProblem,
    }),
  };
}

const noPasskeysHere: Panel = {
  title: words.steps.passkey.title,
  lead: words.steps.passkey.notHere,
  body: null,
};

function ssoPanel({ provider }: AcceptedMethod, { confirms }: PanelContext): Panel {
  const href = provider === undefined ? here('/sign-in') : client.inFlow.signIn.ssoLocation(provider);
  // A dialog keeps the page of its act by itself.
  const onclick = confirms ? undefined : () => keepNext('provider');
  return {
    title: words.steps.sso.title,
    lead: words.steps.sso.lead,
    body: h(
      'a',
      { class: 'button primary wide', href, 'data-testid': 'sso-link', onclick },
      provider === undefined ? words.steps.sso.submit : words.steps.sso.continueWith(providerName(provider)),
    ),
  };
}

function deliveredCodePanel({ method, sentTo }: AcceptedMethod, context: PanelContext): Panel | undefined {
  const says = codeWords(method);
  if (says === undefined) return undefined;
  return sentCodePanel(
    {
      method,
      title: says.title,
      label: words.steps.codeBy(says.label),
      sentTo: sentTo ?? words.steps.addressYouSetUp,
      send: () => client.signIn.sendCode(method),
      confirm: (code) => client.signIn.code(method, code),
    },
    context,
  );
}

interface SentCode {
  readonly method: string;
  readonly title: string;
  readonly label: string;
  readonly sentTo: string;
  /** Absent: what the server tells, which is masked. */
  readonly known?: string | undefined;
  readonly mailbox?: string | undefined;
  send(): Promise<FlowAnswer>;
  confirm(code: string): Promise<FlowAnswer>;
}

function sentCodePanel(code: SentCode, context: PanelContext): Panel {
  const sentTo = (address: string): Child => words.steps.sentTo(h('strong', {}, address));
  const again = sendAgain({
    label: words.steps.sendNew,
    testid: `send-${code.method}`,
    statusTestid: 'sent-to',
    around: { sending: words.steps.sending, notSent: words.steps.notSent },
    send: async () => {
      const isFurther = methodOfSentCode() === code.method;
      const answer = await code.send();
      keepSentCode(code.method);
      if (answer.status !== 'continue') {
        context.show(answer);
        return undefined;
      }
      const way = answer.accept.find((accepted) => accepted.method === code.method);
      const address = code.known ?? way?.sentTo ?? code.sentTo;
      if (!isFurther) return sentTo(address);
      form.reset();
      return words.steps.sentAgain(h('strong', {}, address));
    },
    belowProblem: (thrown) => {
      if (!isProblem(thrown) || thrown.code !== 'too-many-mails') return undefined;
      // The message of a wrong code names the button, which rests now.
      formProblem.clear();
      return context.takesCode ? words.steps.tooManySent : undefined;
    },
    onProblem: context.onProblem,
  });

  const formProblem = problemLine();
  if (methodOfSentCode() === code.method) fill(again.status, sentTo(code.known ?? code.sentTo));
  else void again.send();

  const { sentCode, writtenCode, writtenCodeElsewhere } = words.problems.mismatch;
  const mismatch = (): string => sentCode(isIdle(again.link) ? undefined : words.steps.sendNew);
  const written = context.takesCode ? writtenCodeElsewhere(words.signIn.haveCode) : writtenCode;
  const form = codeForm({ label: code.label, mismatch, written, problem: formProblem }, code.confirm, context, {
    ...codeOfDigits(),
    maxlength: 64,
  });
  const links = h('div', { class: 'links small-text' }, again.link, mailLink(code.mailbox));
  return { title: code.title, lead: again.status, body: [again.problem, form, links] };
}
