import type { AccountProfile, AccountRecord, JudgedAccount, TenantId } from '@sallyport/store';
import { codesForReport } from '../factors/standing-code.ts';
import { becauseOf } from '../kernel/because.ts';
import { eachAlone } from '../kernel/each-alone.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import { readPolicyInForce } from '../state/read-policy.ts';
import { profilesUnder, storedProfile } from './stored-profile.ts';

const PAGE = 500;

export async function writeMissingProfiles(
  kernel: Kernel,
  tenant: TenantId,
  inForce: PolicyInForce,
  { most, thorough }: { readonly most: number; readonly thorough: boolean },
): Promise<number> {
  const under = profilesUnder(inForce, kernel.of(tenant).host);
  const asItCounts = codesForReport(kernel);
  let written = 0;
  while (written < most) {
    const now = kernel.now();
    const asked = { policy: under, now, limit: Math.min(PAGE, most - written), thorough };
    const accounts: readonly AccountRecord[] = await kernel.store.listUnjudged(tenant, asked);
    if (accounts.length === 0) break;
    const profiles: JudgedAccount[] = [];
    for (const account of accounts) {
      const counts = await asItCounts(inForce.policy, account);
      const profile = storedProfile(inForce.policy, under, account, now, counts);
      profiles.push({ id: account.id, version: account.version, profile });
    }
    await kernel.store.writeProfiles(tenant, profiles);
    written += accounts.length;
  }
  return written;
}

const IN_BACKGROUND = 50_000;
/** Milliseconds. */
const [RUNS_EVERY, THOROUGH_EVERY] = [60_000, 3_600_000];

export function profilesKept(
  kernel: Kernel,
  tenants: () => readonly TenantId[],
  noteDay: (tenant: TenantId) => Promise<void>,
): () => Promise<void> {
  let [lastRun, lastThorough] = [0, 0];
  return async () => {
    const now = kernel.now();
    if (now - lastRun < RUNS_EVERY) return;
    const thorough = now - lastThorough >= THOROUGH_EVERY;
    lastRun = now;
    if (thorough) lastThorough = now;
    await eachAlone((each) =>
      each(tenants(), async (tenant) => {
        const inForce = await unlessRemoved(kernel, tenant, readPolicyInForce(kernel, tenant));
        if (inForce === undefined) return;
        const under = profilesUnder(inForce, kernel.of(tenant).host);
        const counted = await kernel.store.countProfiles(tenant, { policy: under, now });
        if (thorough || counted.some(({ unjudged }) => unjudged > 0))
          await writeMissingProfiles(kernel, tenant, inForce, { most: IN_BACKGROUND, thorough });
        await noteDay(tenant);
      }),
    );
  };
}

function unlessRemoved<Answer>(
  { policies }: Kernel,
  tenant: TenantId,
  answer: Promise<Answer>,
): Promise<Answer | undefined> {
  return answer.catch((fault: unknown) => {
    if (policies.isRemoved(tenant)) return undefined;
    throw fault;
  });
}

/** A fault here must stop no sign-in. */
export function profileNow(kernel: Kernel, account: AccountRecord): AccountProfile | undefined {
  try {
    const inForce = kernel.policies.known(account.tenant);
    const under = profilesUnder(inForce, kernel.of(account.tenant).host);
    return storedProfile(inForce.policy, under, account, kernel.now());
  } catch (fault) {
    kernel.logger.warn('an account could not be counted', { accountId: account.id, because: becauseOf(fault) });
    return undefined;
  }
}
