import type { ProvidedIdentity, SignInProvider } from '@sallyport/engine';
import type { Scheduler } from '../scheduler/scheduler.ts';

/** The provider's id in paths and policies. */
export const CORP = 'corp';
export const CALLBACK = 'https://app.example/auth/sign-in/sso/corp/callback';

/** A person whom the provider signed in. */
export type SignedInThere = Pick<ProvidedIdentity, 'subject' | 'roles' | 'email'>;

/** The authorization code of a person. The code contains the person in plain text, because no client here forges a code. */
export function codeFor(identity: SignedInThere): string {
  return Buffer.from(JSON.stringify(identity)).toString('base64url');
}

/**
 * A provider that accepts every code, and gives the roles in the code. Each of its calls waits for a turn of the scheduler.
 *
 * @param gives the roles that the host lets the provider give
 * @param said is told the provider's id and the subject of each sign-in
 */
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
