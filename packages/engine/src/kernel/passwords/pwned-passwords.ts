import { durationOf, SallyportConfigError } from '../../contract/configuration-error.ts';
import type { BreachedPasswords } from '../../contract/host.ts';
import { HOST_LIMITS } from '../../contract/lifetimes.ts';

/** The settings of {@link pwnedPasswords}. */
export interface PwnedPasswordsOptions {
  /** The address of the list, without the five characters. Default: `https://api.pwnedpasswords.com/range/`. Plain http works on loopback alone. */
  readonly url?: string | undefined;
  /**
   * The result if the list does not answer. `closed`: no password can be set (503 `provider-unavailable`). `open`: the password is accepted, and the
   * log says so. Default: `closed`.
   */
  readonly failing?: 'open' | 'closed' | undefined;
  /** The time limit of a question, up to `10s`. Default: `2s`. */
  readonly timeout?: string | undefined;
  /** Sends the requests, such as through a proxy. Default: the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

/** Bytes. */
const LONGEST_ANSWER = 1024 * 1024;

/** Lines with the number 0 are padding. */
const LINE = /^([0-9A-F]{35}):(\d+)$/i;

/**
 * A list of breached passwords that speaks the range protocol of Pwned Passwords (k-anonymity), for the option `breachedPasswords`. A request has the
 * first five characters of a SHA-1 in its path, and asks for padding, so that the length of the answer tells nothing about the question.
 *
 * @throws SallyportConfigError `bad-option` or `bad-duration`, if a setting cannot work
 * @example
 * ```ts
 * import { createSallyport, pwnedPasswords, type Store } from '@sallyport/engine';
 *
 * declare const store: Store;
 * export const auth = createSallyport({
 *   origin: 'https://app.example',
 *   secrets: () => [process.env.AUTH_SECRET ?? ''],
 *   store,
 *   policy: { passwords: { breached: 'refuse' } },
 *   breachedPasswords: pwnedPasswords({ failing: 'open' }),
 * });
 * ```
 */
export function pwnedPasswords({
  url = 'https://api.pwnedpasswords.com/range/',
  failing = 'closed',
  timeout = '2s',
  fetch: send = fetch,
}: PwnedPasswordsOptions = {}): BreachedPasswords {
  const base = checkedBase(url);
  if (failing !== 'open' && failing !== 'closed')
    throw new SallyportConfigError(
      'bad-option',
      `pwnedPasswords.failing is '${String(failing)}'.`,
      "Write 'open' or 'closed'.",
    );
  const limit = durationOf('pwnedPasswords.timeout', timeout);
  if (limit > HOST_LIMITS.breachedPasswords)
    throw new SallyportConfigError(
      'bad-option',
      `pwnedPasswords.timeout is '${timeout}'.`,
      `Write at most '${HOST_LIMITS.breachedPasswords / 1_000}s'.`,
    );
  return async (prefix) => {
    try {
      return await endingsOf(await send(new URL(prefix, base), request(limit)));
    } catch (fault) {
      if (failing === 'open') return undefined;
      throw fault;
    }
  };
}

function request(limit: number): RequestInit {
  return {
    headers: { 'Add-Padding': 'true' },
    redirect: 'error',
    credentials: 'omit',
    signal: AbortSignal.timeout(limit),
  };
}

function checkedBase(url: string): URL {
  if (!URL.canParse(url))
    throw new SallyportConfigError('bad-option', `pwnedPasswords.url '${url}' is no address.`, 'Give a whole address.');
  const base = new URL(url);
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(base.hostname);
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && isLoopback))
    throw new SallyportConfigError(
      'bad-option',
      `pwnedPasswords.url '${url}' is not served over https.`,
      'Somebody between could answer that no password is breached: ask over https.',
    );
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
}

async function endingsOf(response: Response): Promise<readonly string[]> {
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`the list answered ${response.status}`);
  }
  const lines = (await textOf(response)).split('\n').map((line) => LINE.exec(line.trim()));
  const found = lines.filter((line) => line !== null);
  if (found.length === 0) throw new Error('the list answered no range');
  return found.filter(([, , count]) => Number(count) > 0).map(([, ending = '']) => ending);
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > LONGEST_ANSWER) throw new Error(`the list sent more than ${LONGEST_ANSWER} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
