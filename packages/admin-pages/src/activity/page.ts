import { byId, client, fill, guarded, parameter } from '@sallyport/pages/parts';
import { showFrame } from '../parts/frame.ts';
import { actionLog } from './action-log.ts';

const place = byId('admin');

void showFrame().catch(() => undefined);
void guarded(place, load);

async function load(): Promise<void> {
  const { accounts } = await client.admin.accounts();
  const names = new Map(accounts.map((account) => [account.accountId, account.identifiers[0] ?? account.accountId]));
  const account = parameter('account');
  fill(place, await actionLog(names, account === undefined ? {} : { account }));
}
