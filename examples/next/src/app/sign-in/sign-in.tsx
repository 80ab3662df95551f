'use client';

import { createSallyportClient, createSignInPage, localPath, type SignInState } from '@sallyport/browser';
import { type FormEvent, type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';

export interface SignInProps {
  /** The page to open after the sign-in. */
  readonly to: string;
  /** The strength that a page requires of the existing session. */
  readonly strength?: string | undefined;
}

export function SignIn({ to, strength }: SignInProps): ReactNode {
  const [page] = useState(() => createSignInPage(createSallyportClient()));
  const { answer, busy, problem } = useSyncExternalStore(page.subscribe, page.state, page.state);

  useEffect(() => {
    void (strength === undefined ? page.start({ autofill: true }) : page.act((client) => client.stepUp({ strength })));
  }, [page, strength]);
  useEffect(() => {
    if (answer?.status === 'complete' && answer.backupCodes === undefined) location.assign(localPath(to) ?? '/');
    if (answer?.status === 'redirect') location.assign(answer.location);
  }, [answer, to]);

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const field = (name: string): string => String(form.get(name) ?? '');
    void page.act(({ signIn }) =>
      answer?.status === 'continue'
        ? signIn.code(field('method'), field('code'))
        : signIn.begin({ identifier: field('identifier'), password: field('password') }),
    );
  };

  return (
    <main>
      <h1>Sign in</h1>
      {problem && <p role="alert">{problem.message}</p>}
      <form onSubmit={submit}>
        <fieldset disabled={busy}>{fieldsFor(answer)}</fieldset>
      </form>
      {answer?.status === 'continue' && answer.accept.some(({ method }) => method === 'email-code') && (
        <button
          type="button"
          disabled={busy}
          onClick={() => void page.act(({ signIn }) => signIn.sendCode('email-code'))}
        >
          Mail me a code
        </button>
      )}
      {(answer?.status === 'open' || answer?.status === 'continue') && (
        <button type="button" disabled={busy} onClick={() => void page.act(({ signIn }) => signIn.passkey())}>
          Use a passkey
        </button>
      )}
      {answer?.status === 'enroll' && (
        <button type="button" disabled={busy} onClick={() => void page.act(({ enroll }) => enroll.passkey())}>
          Make a passkey
        </button>
      )}
      {answer?.status === 'complete' && answer.backupCodes !== undefined && (
        <p>
          Keep these codes: {answer.backupCodes.join(', ')}. <a href={to}>Go on</a>
        </p>
      )}
    </main>
  );
}

function fieldsFor(answer: SignInState['answer']): ReactNode {
  switch (answer?.status) {
    case 'open':
      return (
        <>
          <input name="identifier" type="email" autoComplete="username webauthn" placeholder="Email" required />
          <input name="password" type="password" autoComplete="current-password" placeholder="Password" required />
          <button type="submit">Sign in</button>
        </>
      );
    case 'continue':
      return (
        <>
          <select name="method">
            {answer.accept
              .filter(({ method }) => method !== 'passkey' && method !== 'sso')
              .map(({ method, sentTo }) => (
                <option key={method} value={method}>
                  {method} {sentTo}
                </option>
              ))}
          </select>
          <input name="code" autoComplete="one-time-code" placeholder="Code" required />
          <button type="submit">Go on</button>
        </>
      );
    default:
      return null;
  }
}
