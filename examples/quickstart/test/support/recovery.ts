import type { Reply } from './client.ts';
import type { Person, World } from './person.ts';
import { succeeded } from './person.ts';

/** Requests a recovery mail, and reads the token of the mailed link. */
export async function receivesResetToken(world: World, person: Person): Promise<string> {
  const known = (await world.mailsTo(person.identifier)).filter(
    ({ token, kind }) => token !== undefined && kind !== 'sign-in.unfamiliar',
  ).length;
  succeeded(await person.client.post('/recover', { identifier: person.identifier }), 'asking for a reset link');
  const { token } = await world.nextMail(person.identifier, 'token', known);
  return token ?? '';
}

/** Follows the link on the person's device, with a new password. */
export function followsResetLink(person: Person, token: string, next: string): Promise<Reply> {
  return person.client.post('/recover/confirm', { token, next });
}
