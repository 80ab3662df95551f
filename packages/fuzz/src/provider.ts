import type { SignInProvider } from '@sallyport/store/providers';

/** A provider that accepts the code `right` and treats every other response as its contract requires. */
export function provider(id: string, kind: SignInProvider['kind']): SignInProvider {
  return {
    id,
    name: id,
    kind,
    roles: [],
    begin: async ({ state }) => ({ location: `https://idp.example/?${new URLSearchParams({ state })}`, kept: {} }),
    finish: async ({ parameters }) =>
      parameters['code'] === 'right' || parameters['SAMLResponse'] === 'cmlnaHQ='
        ? { outcome: 'signed-in', identity: { issuer: 'https://idp.example', subject: 'subject-1', roles: [] } }
        : { outcome: 'refused', why: 'nothing right came' },
    metadata: () => '<EntityDescriptor/>',
  };
}
