import type { HostCode } from '@sallyport/core';
import { type AppRefusal, isRefusal, refusalText } from '../app/refusal-text.ts';
import type { Attending } from './attending.ts';
import { pagesOf } from './list.ts';

export interface SignedOut {
  readonly signedOut: number;
  readonly failed: number;
}

/** Tells each account that could not be signed out. */
export async function endEverySession(
  { people }: Pick<Attending, 'people'>,
  { tenant, by }: { readonly tenant: string; readonly by: HostCode },
  tell: (text: string) => void,
): Promise<SignedOut | AppRefusal> {
  let signedOut = 0;
  let failed = 0;
  for await (const page of pagesOf(people, { tenant })) {
    const accountIds = page.accounts.map(({ accountId }) => accountId);
    if (accountIds.length === 0) continue;
    const answer = await people.actOnMany({ act: 'sign-out', accountIds, tenant, by });
    if (isRefusal(answer)) return answer;
    for (const { accountId, done, code = '' } of answer.results) {
      if (done) signedOut++;
      else {
        failed++;
        tell(`account ${accountId}: ${refusalText({ refused: code })}`);
      }
    }
  }
  return { signedOut, failed };
}
