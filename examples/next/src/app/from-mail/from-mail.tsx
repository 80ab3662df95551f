'use client';

import { createSallyportClient, isProblem, wordsFor } from '@sallyport/browser';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';

const client = createSallyportClient();

/**
 * The page behind the links of a sign-up, an invitation and a recovery. Uses the token when the person presses the button, because programs that check
 * mails open links too.
 */
export function FromMail({ kind, token }: { readonly kind?: string | undefined; readonly token: string }): ReactNode {
  const [words, setWords] = useState('');
  useEffect(() => history.replaceState(null, '', location.pathname), []); // the token stays in no address

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    try {
      await confirm(kind, token, password);
      // With a session, the start page opens. Otherwise the sign-in page shows the next step.
      location.assign('/');
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      setWords(problem.code === 'invalid-credentials' ? 'This link is used or too old.' : wordsFor(problem));
    }
  };

  return (
    <main>
      <h1>Choose a password</h1>
      {words !== '' && <p role="alert">{words}</p>}
      <form onSubmit={(event) => void submit(event)}>
        <input name="password" type="password" autoComplete="new-password" placeholder="New password" required />
        <button type="submit">Go on</button>
      </form>
    </main>
  );
}

function confirm(kind: string | undefined, token: string, password: string): Promise<unknown> {
  if (kind === 'recovery') return client.recovery.confirm({ token, next: password });
  if (kind === 'invitation') return client.invitation.accept({ token, password });
  return client.signUp.confirm({ token, password });
}
