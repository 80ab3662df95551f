import type { SignInPage } from '@sallyport/browser';
import type { ReactNode } from 'react';
import { ActButton, ActForm } from './act-form.tsx';

/** The code of an administrator counts in every step, also where `accept` does not list the code. */
export function AdministratorsCode({ page }: { readonly page: SignInPage }): ReactNode {
  return (
    <details>
      <summary>I have a code from an administrator</summary>
      <ActForm
        page={page}
        button="Use this code"
        act={({ signIn }, field) => signIn.enrollmentCode(field('code'), field('password') || undefined)}
      >
        <input name="code" autoComplete="off" placeholder="Code from an administrator" required />
        <input
          name="password"
          type="password"
          autoComplete="new-password"
          placeholder="New password, if yours is lost"
        />
      </ActForm>
      <ActButton
        page={page}
        button="Start over"
        act={async ({ signIn }) => {
          await signIn.abandon();
          return signIn.status({ local: true });
        }}
      />
    </details>
  );
}
