import { hostCode, isRefusal, type Sallyport } from '@sallyport/engine';
import type { AccountId } from '@sallyport/store';

export const ACME = 'acme';

export async function foundsAcme({ organisations }: Sallyport, owner: AccountId): Promise<void> {
  const by = hostCode('host');
  const founded = await organisations.create({ id: ACME, name: 'Acme', by });
  const member = await organisations.members.set(ACME, { accountId: owner }, { roles: ['owner'], by });
  for (const answer of [founded, member]) if (isRefusal(answer)) throw new Error(answer.refused);
}
