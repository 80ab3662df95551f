import { client } from '@sallyport/pages/parts';

export async function signInElsewhere(): Promise<boolean> {
  const { providers, methods } = await client.inSession.waysIn();
  return providers.length > 0 || methods.includes('ldap');
}
