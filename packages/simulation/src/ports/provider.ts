import type { ProvidedIdentity, SignInProvider } from '@sallyport/engine';
import type { World } from '../world/world.ts';

/** The provider of the simulation, by the name that paths and policies have for it. */
export const CORP = 'corp';
export const CALLBACK = 'https://app.example/auth/sign-in/sso/corp/callback';

/** Whom the provider signs in. */
export type SignedInThere = Pick<ProvidedIdentity, 'subject' | 'roles' | 'email'>;

/** The code that a person comes back with. The code names the person in clear: nobody in this world makes codes up. */
export function codeFor(identity: SignedInThere): string {
  return Buffer.from(JSON.stringify(identity)).toString('base64url');
}

/** A provider that believes each code, and gives the roles that the code names. Each of its verbs waits for its turn. */
export function simulatedProvider(world: World): SignInProvider {
  const { scheduler, ledger, gives } = world;
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
        ledger.said.set(`${CORP} ${person.subject}`, world.now);
        return { outcome: 'signed-in', identity: { issuer: 'https://idp.corp.example', ...person } } as const;
      }),
  };
}
