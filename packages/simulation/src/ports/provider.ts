import type { ProvidedIdentity, SignInProvider } from '@sallyport/engine';
import type { Scheduler } from '../scheduler/scheduler.ts';

export const CORP = 'corp';
export const CALLBACK = 'https://app.example/auth/sign-in/sso/corp/callback';

export type SignedInThere = Pick<ProvidedIdentity, 'subject' | 'roles' | 'email'>;

/** In plain text, because no client here forges a code. */
export function codeFor(identity: SignedInThere): string {
  return Buffer.from(JSON.stringify(identity)).toString('base64url');
}

export function simulatedProvider(
  scheduler: Scheduler,
  gives: readonly string[],
  said: (subject: string) => void,
): SignInProvider {
  return {
    kind: 'oidc',
    id: CORP,
    name: 'Example Corp',
    roles: gives,
    begin: ({ state }) =>
      scheduler.call('provider', 'begin', [], () => ({
        location: `https://idp.corp.example/authorize?${new URLSearchParams({ state })}`,
        kept: {},
      })),
    finish: ({ parameters: { code = '' } }) =>
      scheduler.call('provider', 'finish', [], () => {
        const person: SignedInThere = JSON.parse(Buffer.from(code, 'base64url').toString());
        said(`${CORP} ${person.subject}`);
        return { outcome: 'signed-in', identity: { issuer: 'https://idp.corp.example', ...person } } as const;
      }),
  };
}
