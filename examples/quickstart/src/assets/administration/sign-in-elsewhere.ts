import { client } from '../ui/client.ts';

/** Whether people can sign in here with what another service knows: single sign-on, or a directory's password. */
export async function signInElsewhere(): Promise<boolean> {
  const status = await client.signIn.status();
  // In the middle of a sign-in the server does not say.
  return status.status !== 'open' || status.providers.length > 0 || status.methods.includes('ldap');
}
