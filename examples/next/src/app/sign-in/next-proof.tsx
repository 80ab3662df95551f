import type { AcceptedMethod, SignInPage } from '@sallyport/browser';
import type { ReactNode } from 'react';
import { ActButton, ActForm } from './act-form.tsx';

/** A further proof of a sign-in, a step-up or a recovery: a form for each method that the server accepts. */
export function NextProof({
  page,
  accept,
}: {
  readonly page: SignInPage;
  readonly accept: readonly AcceptedMethod[];
}): ReactNode {
  return accept.map((way) => <Proof key={way.provider ?? way.method} page={page} way={way} />);
}

function Proof({ page, way }: { readonly page: SignInPage; readonly way: AcceptedMethod }): ReactNode {
  const { method, sentTo } = way;
  switch (method) {
    case 'passkey':
      return <ActButton page={page} button="Use a passkey" act={({ inFlow }) => inFlow.signIn.passkey()} />;
    case 'password':
    case 'ldap':
      return (
        <ActForm
          page={page}
          button="Check the password"
          act={({ signIn }, field) => signIn.password(field('password'))}
        >
          <input name="password" type="password" autoComplete="current-password" placeholder="Password" required />
        </ActForm>
      );
    case 'sso':
      return <a href={`${way.location}?continues=1`}>Go on with your provider</a>;
    case 'enrollment-code': // has its own form
      return null;
    default:
      return (
        <>
          {sentTo !== undefined && (
            <ActButton page={page} button={`Send a code to ${sentTo}`} act={({ signIn }) => signIn.sendCode(method)} />
          )}
          <ActForm page={page} button="Go on" act={({ signIn }, field) => signIn.code(method, field('code'))}>
            <input name="code" autoComplete="one-time-code" placeholder={placeholderOf(method)} required />
          </ActForm>
        </>
      );
  }
}

function placeholderOf(method: string): string {
  if (method === 'totp') return 'Code of your app';
  return method === 'backup-code' ? 'Backup code' : 'Code';
}
