import { type FlowAnswer, isProblem, type OpenAnswer, PasskeyProblem, passkeySupport } from '@sallyport/browser';
import { addressOfProvider } from '../parts/abandon.ts';
import { client } from '../parts/client.ts';
import { actionForm, button, field, linkButton, textOf } from '../parts/controls.ts';
import { type Child, fill, h } from '../parts/element.ts';
import { blame, forgive } from '../parts/field-fault.ts';
import { here } from '../parts/here.ts';
import { icon } from '../parts/icons.ts';
import { either } from '../parts/lists.ts';
import { keepNext, withNext } from '../parts/location.ts';
import { everyoneHasNames } from '../parts/open-ways.ts';
import { signInByPasskey } from '../parts/passkey-handover.ts';
import { hasPasskeys } from '../parts/passkeys-here.ts';
import { problemLine } from '../parts/problem-line.ts';
import { isUnknownPasskey } from '../parts/sentences.ts';
import { settings } from '../parts/settings.ts';
import { stepTitle } from '../parts/step-title.ts';
import { stepShown } from '../parts/steps.ts';
import { tellBeginning } from '../parts/tabs.ts';
import { keepTypedPassword } from '../parts/typed-password.ts';
import { words } from '../words.ts';
import { withName } from './with-name.ts';

export interface WaysInInput {
  readonly stage: HTMLElement;
  readonly aside: HTMLElement;
  readonly open: OpenAnswer;
  readonly note: Child | undefined;
  readonly prefill: string | undefined;
  readonly underWay?: { goOn(): void; leave(): Promise<void> } | undefined;
  onAnswer(answer: FlowAnswer, identifier?: string): void;
  refused(thrown: unknown): boolean;
  onForgot(identifier: string): void;
  onLost(): void;
}

export function showWaysIn(input: WaysInInput): void {
  const { stage, open, onAnswer, refused } = input;
  const has = (method: string): boolean => open.methods.length === 0 || open.methods.includes(method);
  const hasPasskey = has('passkey') && hasPasskeys();
  const problem = problemLine();
  const formProblem = problemLine();
  const withDirectory = open.methods.includes('ldap');
  const withPassword = everyoneHasNames(open);
  const mayForget = has('password') || !withPassword;
  let method: 'ldap' | undefined;
  /** The link for an administrator's code, beside a directory's password: the code comes after it. */
  let codeNext = false;

  const note =
    input.note === undefined ? null : h('p', { class: 'note', role: 'status', 'data-testid': 'note' }, input.note);
  const form = actionForm({
    problem: formProblem,
    fields: [
      field({
        name: 'identifier',
        label: words.signIn.emailOrName,
        // Offers passkeys (HTML, "webauthn" autofill detail token).
        attributes: {
          autocomplete: 'username webauthn',
          // Not of the type `email`: a name may be no address.
          inputmode: withDirectory ? 'text' : 'email',
          required: true,
          autocapitalize: 'none',
          spellcheck: 'false',
        },
      }),
      field({
        name: 'password',
        label: words.signIn.password,
        type: 'password',
        attributes: { autocomplete: 'current-password', maxlength: 4096, required: true },
      }),
    ],
    submit: words.signIn.title,
    mismatch: words.problems.mismatch.signIn,
    run: async (values) => {
      problem.clear();
      note?.remove();
      const next = codeNext;
      const identifier = textOf(values, 'identifier').trim();
      const answer = await client.signIn.begin({
        identifier,
        password: textOf(values, 'password'),
        method,
      });
      client.signIn.cancelPasskey();
      codeNext = false;
      if (next) stepShown('way:enrollment-code', words.signIn.haveCode);
      onAnswer(answer, identifier);
    },
    onProblem: (thrown) => {
      const isWrong = isProblem(thrown) && thrown.code === 'invalid-credentials';
      const goesOn = codeNext && !withPassword && isWrong;
      codeNext = false;
      if (!goesOn) return refused(thrown);
      void beginWithCode('');
      return true;
    },
    // The lock is one of the password alone.
    belowProblem: (thrown) =>
      isProblem(thrown) && thrown.code === 'locked' && mayForget
        ? words.signIn.insteadOf(hasPasskey, either(open.providers.map(({ name }) => name)))
        : undefined,
  });

  const passkey = button({
    label: [icon('passkey'), words.signIn.withPasskey],
    testid: 'passkey-button',
    look: 'wide',
    run: async () => {
      problem.clear();
      formProblem.clear();
      // A passkey does not answer a step of another open sign-in.
      await input.underWay?.leave();
      const wentOn = await usePasskey(false);
      // While the next page loads, a waiting prompt would take the same touch.
      if (!wentOn && withPassword && stage.contains(form)) void offerInAutofill();
    },
  });

  async function usePasskey(autofill: boolean): Promise<boolean> {
    try {
      onAnswer(await signInByPasskey({ autofill }));
      return true;
    } catch (thrown) {
      if (autofill && thrown instanceof PasskeyProblem) return false;
      if (refused(thrown)) return false;
      problem.show(thrown, passkey);
      if (thrown instanceof PasskeyProblem || isUnknownPasskey(thrown)) offerHelp();
      return false;
    }
  }

  /** For a missing or unknown passkey the button never works again. */
  function offerHelp(): void {
    problem.element.append(h('p', {}, linkButton(words.signIn.lost.passkey, 'lost', leaveAsLost)));
  }

  function leaveAsLost(): void {
    client.signIn.cancelPasskey();
    input.onLost();
  }

  async function offerInAutofill(): Promise<void> {
    if ((await passkeySupport()).autofill) await usePasskey(true);
  }

  fieldOf(form, 'identifier').addEventListener('input', ({ currentTarget }) => {
    formProblem.clear();
    if (currentTarget instanceof HTMLElement) forgive(currentTarget);
  });

  const forgot = linkButton(words.signIn.forgot, 'forgot-password', () => {
    client.signIn.cancelPasskey();
    input.onForgot(fieldOf(form, 'identifier').value);
  });

  /**
   * A typed password is not sent, because the administrator's help may have removed it: it waits for the step that asks for it. Nobody here removes
   * the password of a directory.
   */
  const haveCode = linkButton(words.signIn.haveCode, 'begin-with-code', async () => {
    const identifier = fieldOf(form, 'identifier');
    if (identifier.value.trim() === '') {
      formProblem.say(words.signIn.nameFirst(words.signIn.emailOrName));
      blame(identifier, formProblem.element);
      return identifier.focus();
    }
    const password = fieldOf(form, 'password').value;
    if (password !== '' && (method === 'ldap' || !has('password'))) {
      codeNext = true;
      return form.requestSubmit();
    }
    await beginWithCode(password);
  });

  async function beginWithCode(password: string): Promise<void> {
    const identifier = fieldOf(form, 'identifier').value.trim();
    client.signIn.cancelPasskey();
    formProblem.clear();
    try {
      const answer = await client.signIn.begin({ identifier, method });
      keepTypedPassword(identifier, password);
      stepShown('way:enrollment-code', words.signIn.haveCode);
      onAnswer(answer, identifier);
    } catch (thrown) {
      if (!refused(thrown)) formProblem.show(thrown);
    }
  }

  const useDirectory = linkButton(words.signIn.directoryPassword, 'use-directory', () => {
    method = method === undefined ? 'ldap' : undefined;
    const said = method === undefined ? words.signIn.directoryPassword : words.signIn.sitePassword;
    useDirectory.textContent = said;
    formProblem.clear();
  });

  const title = stepTitle(stage, words.signIn.title);
  const or = (): HTMLElement => h('p', { class: 'or' }, words.steps.or);
  const exempt = withPassword
    ? undefined
    : withName(
        [
          form,
          ...(!hasPasskey && hasPasskeys() ? [or(), passkey] : []),
          h('div', { class: 'links small-text' }, haveCode, forgot),
        ],
        () => {
          fieldOf(form, 'identifier').focus();
          form.scrollIntoView({ block: 'nearest' });
        },
      );
  fill(
    stage,
    h('header', {}, title),
    note,
    input.underWay === undefined ? null : underWayNote(input.underWay, input.prefill),
    withPassword ? form : null,
    hasPasskey ? [withPassword ? or() : null, passkey] : null,
    open.providers.map((provider) => ssoLink(provider, input.underWay)),
    problem.element,
    h(
      'div',
      { class: 'links small-text' },
      has('password') ? [forgot, withDirectory ? useDirectory : null] : null,
      withPassword ? haveCode : null,
      settings.signUp === true ? toSignUp() : null,
      exempt?.opener,
    ),
    exempt?.place,
  );
  fill(input.aside, withPassword ? sampleAccounts(form) : null);
  const asksForName = exempt?.isOpen ?? true;
  if (input.prefill !== undefined && asksForName) fillIn(form, input.prefill);
  // On a phone the keyboard would cover half of the choices.
  else if (asksForName && matchMedia('(pointer: fine)').matches) fieldOf(form, 'identifier').focus();
  else title.focus();
  if (hasPasskey && withPassword && input.underWay === undefined) void offerInAutofill();
}

function toSignUp(): HTMLElement {
  return h('a', { class: 'link', href: withNext(here('/sign-up')), 'data-testid': 'sign-up' }, words.signUp.noAccount);
}

function underWayNote({ goOn }: NonNullable<WaysInInput['underWay']>, identifier: string | undefined): HTMLElement {
  const { underWay, underWayAs, goOn: label } = words.signIn;
  return h(
    'div',
    { class: 'note', 'data-testid': 'under-way' },
    h('p', {}, identifier === undefined ? underWay : underWayAs(h('strong', {}, identifier))),
    linkButton(label, 'go-on', goOn),
  );
}

function ssoLink(
  { id, name, location: there }: OpenAnswer['providers'][number],
  underWay: WaysInInput['underWay'],
): HTMLElement {
  const href = addressOfProvider(there);
  const onclick = async (event: Event): Promise<void> => {
    keepNext('provider');
    if (underWay === undefined) {
      tellBeginning();
      return;
    }
    event.preventDefault();
    await underWay.leave();
    location.assign(addressOfProvider(there));
  };
  return h('a', { class: 'button wide', href, 'data-testid': `sso-${id}`, onclick }, words.signIn.continueWith(name));
}

function sampleAccounts(form: HTMLFormElement): HTMLElement | null {
  if (settings.sampleAccounts === undefined) return null;
  return h(
    'div',
    { class: 'card inset stack' },
    h('p', { class: 'muted small-text' }, words.signIn.sampleAccounts),
    h(
      'div',
      { class: 'chips' },
      settings.sampleAccounts.people.map(({ name, identifier }) =>
        button({
          label: name,
          testid: `fill-${name.toLowerCase()}`,
          look: 'compact',
          attributes: { title: identifier },
          run: () => fillIn(form, identifier),
        }),
      ),
    ),
  );
}

function fillIn(form: HTMLFormElement, address: string): void {
  const identifier = fieldOf(form, 'identifier');
  identifier.value = address;
  identifier.dispatchEvent(new Event('input'));
  const { people = [], password = '' } = settings.sampleAccounts ?? {};
  const known = people.some((person) => person.identifier === address);
  fieldOf(form, 'password').value = known ? password : '';
  (known ? form.querySelector<HTMLElement>('button.primary') : fieldOf(form, 'password'))?.focus();
}

function fieldOf(form: HTMLFormElement, name: string): HTMLInputElement {
  const element = form.elements.namedItem(name);
  if (!(element instanceof HTMLInputElement)) throw new Error(`The form has no ${name}`);
  return element;
}
