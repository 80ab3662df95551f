import type { OpenAnswer, SignInPage } from '@sallyport/browser';
import { type ReactNode, useState } from 'react';
import { ActButton, ActForm } from './act-form.tsx';

/** The first step: an identifier with or without the password, a passkey, or a provider. */
export function WaysIn({ page, open }: { readonly page: SignInPage; readonly open: OpenAnswer }): ReactNode {
  const [isMailed, setMailed] = useState(false);
  return (
    <>
      <ActForm
        page={page}
        button="Sign in"
        act={({ signIn }, field) =>
          signIn.begin({ identifier: field('identifier'), password: field('password') || undefined })
        }
      >
        <input name="identifier" autoComplete="username webauthn" placeholder="Email" required />
        <input name="password" type="password" autoComplete="current-password" placeholder="Password" />
      </ActForm>
      {open.methods.includes('passkey') && (
        <ActButton page={page} button="Use a passkey" act={({ signIn }) => signIn.passkey()} />
      )}
      {open.providers.map(({ id, name, location }) => (
        <a key={id} href={location}>
          Go on with {name}
        </a>
      ))}
      <details>
        <summary>I have a code from an administrator</summary>
        <ActForm
          page={page}
          button="Begin with the code"
          act={({ signIn }, field) => signIn.begin({ identifier: field('identifier') })}
        >
          <input name="identifier" autoComplete="username" placeholder="Email" required />
        </ActForm>
      </details>
      <details>
        <summary>I forgot my password</summary>
        <ActForm
          page={page}
          button="Mail me a link"
          act={async ({ recovery }, field) => {
            await recovery.begin(field('identifier'));
            setMailed(true);
            return open;
          }}
        >
          <input name="identifier" autoComplete="username" placeholder="Email" required />
        </ActForm>
        {isMailed && <p role="status">If there is an account, a link is on its way to its mailbox.</p>}
      </details>
    </>
  );
}
