import type { SignInProvider } from '@sallyport/store/providers';

/** A provider that believes whoever brings the code `right`, and keeps to its contract whatever else comes. */
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
