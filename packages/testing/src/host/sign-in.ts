import { checkMembers } from '@sallyport/core';
import type { Caller, Sallyport } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { carryOn } from './carry-on.ts';
import { type Client, canProve, prove } from './ceremonies.ts';
import type { Person, SignInOptions } from './person.ts';
import { type SignedIn, signedIn } from './signed-in.ts';

/**
 * Signs a person in, for a host's own tests: a real session by real ceremonies through the engine. If the flow asks for more proofs or for
 * an enrollment, the person's factors are used.
 *
 * ```ts
 * const { headers } = await signIn(auth, { identifier: 'ada@app.example', password, authenticator });
 * await request(app).get('/reports').set(headers());
 * ```
 *
 * @throws TypeError for an unknown option
 * @throws SignInFailed if the sign-in does not end in a session; the message contains the reason
 */
export async function signIn(auth: Sallyport, person: Person, options: SignInOptions = {}): Promise<SignedIn> {
  checkMembers('signIn', options, ['mode', 'tenant', 'using', 'enroll', 'contexts']);
  const { mode = 'token', using, contexts = [] } = options;
  const caller: Caller = { tenant: await tenantOf(auth, options), mode, contexts: async () => contexts };
  const client: Client = { auth, person, caller };
  const withPassword = using === undefined ? person.password !== undefined : using[0] === 'password';
  const withPasskey = !withPassword && (using === undefined || using.includes('passkey'));
  const first =
    withPasskey && canProve(client, 'passkey')
      ? await prove(client, 'passkey')
      : await auth.signIn.begin(caller, {
          identifier: person.identifier,
          password: withPassword ? person.password : undefined,
        });
  return signedIn(client, await carryOn(client, first, options));
}

async function tenantOf(auth: Sallyport, { tenant }: SignInOptions): Promise<Caller['tenant']> {
  if (tenant === undefined) return forAdapters(auth).tenantOf({ headers: {}, path: '/' });
  // Imported here, so that tests of a policy alone do not load the engine.
  const { tenantId } = await import('@sallyport/engine');
  return tenantId(tenant);
}
