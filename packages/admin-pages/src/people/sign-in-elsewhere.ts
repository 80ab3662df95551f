import { client } from '@sallyport/pages/parts';

export async function signInElsewhere(): Promise<boolean> {
  const status = await client.signIn.status();
  // During a sign-in the server does not list the ways in.
  return status.status !== 'open' || status.providers.length > 0 || status.methods.includes('ldap');
}
