import { isMalformedPassword } from '@sallyport/core/passwords';
import type { AccountRecord } from '@sallyport/store';
import { ProviderUnavailable } from '@sallyport/store/providers';
import type { VerifyElsewhere } from '../../contract/host.ts';
import type { Kernel } from '../kernel.ts';
import { pause } from '../timer.ts';

/** No text is a password of this hash. */
export const JUDGED_ELSEWHERE = '$elsewhere$';

/** Milliseconds. The former system's answer usually takes less. */
const WRONG_AFTER = 1_000;

/**
 * Asks for the identifier of the import: the present identifier may be another person's there.
 *
 * @throws ProviderUnavailable
 */
export async function isRightElsewhere(
  { logger }: Pick<Kernel, 'logger'>,
  verifyElsewhere: VerifyElsewhere,
  { id, tenant, importedAs: identifier, externalId }: AccountRecord,
  password: string,
): Promise<boolean> {
  if (identifier === undefined || password === '' || isMalformedPassword(password)) return false;
  try {
    const told: unknown = await verifyElsewhere({ tenant, identifier, externalId, password });
    if (told === 'right') return true;
    if (told === 'wrong' || told === 'unknown') return false;
    throw new TypeError("verifyElsewhere answered neither 'right' nor 'wrong' nor 'unknown'");
  } catch (cause) {
    const because = cause instanceof Error ? cause.message.replaceAll(password, '…') : undefined;
    logger.error('the former system could not judge a password', { accountId: id, because });
    throw new ProviderUnavailable('verifyElsewhere', { cause });
  }
}

export function earliestRefusal({ verifyElsewhere, timer }: Pick<Kernel, 'verifyElsewhere' | 'timer'>): Promise<void> {
  if (verifyElsewhere === undefined) return Promise.resolve();
  return pause(timer, WRONG_AFTER);
}
