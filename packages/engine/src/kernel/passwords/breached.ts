import { hash } from 'node:crypto';
import { normalisedPassword } from '@sallyport/core/passwords';
import { ProviderUnavailable } from '@sallyport/store/providers';
import type { Kernel } from '../kernel.ts';

/** The hexadecimal characters of the hash that the host's list gets. */
const PREFIX = 5;

/**
 * Asks the host's list of breached passwords. The list gets the first five characters of the password's SHA-1, and nothing else. Returns `false` if
 * the list answers `undefined`, which the host chose for a list that fails: the log tells of the password that was not looked up.
 *
 * @throws ProviderUnavailable if the list fails, is silent, answers anything but endings of hashes, or is missing
 */
export async function isBreached(
  { breachedPasswords, logger }: Pick<Kernel, 'breachedPasswords' | 'logger'>,
  password: string,
): Promise<boolean> {
  const digest = hash('sha1', normalisedPassword(password), 'hex').toUpperCase();
  try {
    if (breachedPasswords === undefined) throw new TypeError('the policy asks for a list, and the host has none');
    const endings: unknown = await breachedPasswords(digest.slice(0, PREFIX));
    if (endings === undefined) {
      logger.warn('the list of breached passwords did not answer: a new password was not looked up');
      return false;
    }
    if (!Array.isArray(endings) || !endings.every((ending) => typeof ending === 'string'))
      throw new TypeError('breachedPasswords answered no list of texts');
    const wanted = digest.slice(PREFIX);
    return endings.some((ending) => ending.toUpperCase() === wanted);
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : undefined;
    logger.error('the list of breached passwords failed: no password can be set', { because });
    throw new ProviderUnavailable('breachedPasswords', { cause });
  }
}
