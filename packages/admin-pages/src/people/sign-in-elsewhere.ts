import { client } from '@sallyport/pages/parts';

/** Returns whether people can sign in with an identity from an external service: single sign-on, or a directory's password. */
export async function signInElsewhere(): Promise<boolean> {
  const status = await client.signIn.status();
  // During a sign-in the server does not list the ways in, so the answer is yes.
  return status.status !== 'open' || status.providers.length > 0 || status.methods.includes('ldap');
}
