import type { EnrollAnswer, PendingTotp, SignInPage } from '@sallyport/browser';
import { type ReactNode, useState } from 'react';
import { ActButton, ActForm } from './act-form.tsx';

/** The set-up of a factor that the policy demands and the account does not have. */
export function Enroll({ page, enroll }: { readonly page: SignInPage; readonly enroll: EnrollAnswer }): ReactNode {
  const [pending, setPending] = useState<PendingTotp>();
  const offers = (method: string): boolean => enroll.offer.some((one) => one.method === method);
  return (
    <>
      {offers('passkey') && (
        <ActButton page={page} button="Make a passkey" act={(client) => client.inFlow.enroll.passkey()} />
      )}
      {offers('totp') && pending === undefined && (
        <ActButton
          page={page}
          button="Set up an authenticator app"
          act={async (client) => {
            setPending(await client.inFlow.enroll.secret('totp'));
            return enroll;
          }}
        />
      )}
      {pending !== undefined && (
        <ActForm
          page={page}
          button="Check the code of the app"
          act={(client, field) => client.inFlow.enroll.confirmCode('totp', field('code'))}
        >
          <p>
            <a href={pending.uri}>Open your app</a>, or type this key into your app: <code>{pending.secret}</code>
          </p>
          <input name="code" autoComplete="one-time-code" placeholder="Code of your app" required />
        </ActForm>
      )}
    </>
  );
}
