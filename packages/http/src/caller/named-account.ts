import type { LiveSession } from '@sallyport/engine';
import { type HttpRefusal, malformed } from '../message/refusal.ts';
import type { NeutralRequest } from '../message/request.ts';
import { trimmed } from '../message/white-space.ts';

export const ACCOUNT_HEADER = 'sallyport-account';

const ID = /^[\x21-\x7e]{1,255}$/;

export function ofNamedAccount(
  session: LiveSession,
  { headers }: Pick<NeutralRequest, 'headers'>,
): LiveSession | HttpRefusal {
  const header = headers[ACCOUNT_HEADER];
  if (header === undefined) return session;
  const named = trimmed(header);
  if (!ID.test(named)) return malformed('', 'Sallyport-Account is the id of an account, or absent');
  if (named === session.accountId) return session;
  return { refused: 'precondition-failed', detail: 'Another account is signed in than Sallyport-Account names.' };
}
