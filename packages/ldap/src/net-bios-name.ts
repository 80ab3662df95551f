import type { Domain } from './active-directory.ts';
import { escapeFilterValue } from './escape.ts';
import { asking, texts } from './identity.ts';
import type { SearchPool } from './search-pool.ts';

/** [MS-ADTS] §6.1.1.2.1.1. */
export class NetBiosName {
  readonly #pool: SearchPool;
  readonly #domain: Domain | undefined;
  #known: string | undefined;

  constructor(pool: SearchPool, domain: Domain | undefined) {
    this.#pool = pool;
    this.#domain = domain;
  }

  async read(signal: AbortSignal): Promise<string | undefined> {
    const domain = this.#domain;
    if (this.#known !== undefined || domain === undefined) return this.#known;
    this.#known = await this.#pool.ask(signal, async (connection) => {
      const rootOptions = { scope: 'base', ...asking('configurationNamingContext') } as const;
      const [root] = await connection.search('', rootOptions, signal);
      const [forest] = root === undefined ? [] : texts(root, 'configurationNamingContext');
      if (forest === undefined) return undefined;
      const filter = `(&(objectClass=crossRef)(nCName=${escapeFilterValue(domain.dn)}))`;
      const options = { scope: 'one', filter, ...asking('nETBIOSName') } as const;
      const [partition] = await connection.search(`CN=Partitions,${forest}`, options, signal);
      return partition === undefined ? undefined : texts(partition, 'nETBIOSName')[0];
    });
    return this.#known;
  }
}
