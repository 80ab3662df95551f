import type { CustomFetch } from 'openid-client';
import * as z from 'zod';
import type { Metadata } from './metadata.ts';
import { NotBelieved } from './not-believed.ts';
import { complaintIn } from './refusal.ts';

export interface ReadWithoutDate {
  readonly idToken: string;
  readonly answer: Response;
  readonly dateNotRead: string;
}

const tokens = z.looseObject({ id_token: z.string() });
const claimsOf = z.looseObject({ auth_time: z.unknown() });
const keySet = z.looseObject({ keys: z.array(z.looseObject({})) });

export function isAboutDate(error: unknown): boolean {
  return error instanceof Error && complaintIn(error)?.includes('"auth_time"') === true;
}

/** Verifies the signature of the token as it came. The returned answer states 0, and openid-client makes every other check. */
export async function readWithoutDate(
  response: Response,
  { server, keysAddress }: Metadata,
  fetch: CustomFetch,
): Promise<ReadWithoutDate> {
  const { status, headers } = response;
  const body = tokens.parse(await response.json());
  const payload = await verified(body.id_token, server.id_token_signing_alg_values_supported ?? [], async () =>
    keySet.parse(
      await (await fetch(keysAddress, { method: 'GET', headers: {}, body: null, redirect: 'manual' })).json(),
    ),
  );
  const { auth_time: date, ...claims } = claimsOf.parse(JSON.parse(new TextDecoder().decode(payload)));
  const [header, , signature] = body.id_token.split('.');
  const withoutDate = Buffer.from(JSON.stringify({ ...claims, auth_time: 0 })).toString('base64url');
  const read = { ...body, id_token: [header, withoutDate, signature].join('.') };
  return {
    idToken: body.id_token,
    answer: new Response(JSON.stringify(read), { status, headers }),
    dateNotRead: `the claim 'auth_time' is ${formOf(date)}: have the provider write a number of seconds, or leave the claim out`,
  };
}

async function verified(
  idToken: string,
  algorithms: string[],
  keys: () => Promise<z.infer<typeof keySet>>,
): Promise<Uint8Array> {
  const [{ compactVerify }, { createLocalJWKSet }, { JOSEError }] = await Promise.all([
    import('jose/jws/compact/verify'),
    import('jose/jwks/local'),
    import('jose/errors'),
  ]);
  const known = await keys();
  try {
    return (await compactVerify(idToken, createLocalJWKSet(known), { algorithms })).payload;
  } catch (error) {
    throw error instanceof JOSEError || error instanceof TypeError
      ? new NotBelieved(`the id_token: ${error.message}`)
      : error;
  }
}

function formOf(date: unknown): string {
  if (date === null) return 'null';
  if (typeof date === 'number') return 'a number that is no time';
  return typeof date === 'string' ? 'a text' : `no number (${typeof date})`;
}
