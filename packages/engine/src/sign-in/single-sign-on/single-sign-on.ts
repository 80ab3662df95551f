import type { Refusal, SingleSignOn } from '../../contract/index.ts';
import type { Undeclared } from '../../contract/refusal-table.ts';
import { whenAvailable } from '../../kernel/host-providers.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { arrive } from './arrive.ts';
import { depart, departToLink } from './depart.ts';
import { keepResponse } from './posted-response.ts';

export function singleSignOn(kernel: Kernel): Undeclared<SingleSignOn> {
  return {
    begin: (caller, provider, at) => whenAvailable(() => depart(kernel, caller, provider, at)),
    beginLink: (caller, session, provider, { callback }) =>
      whenAvailable(() => departToLink(kernel, caller, session, provider, callback)),
    keepResponse: (caller, provider, parameters) => keepResponse(kernel, caller, provider, parameters),
    finish: (caller, provider, back) => arrive(kernel, caller, provider, back),
    metadata: (tenant, provider, callback) =>
      whenAvailable(async (): Promise<{ readonly xml: string } | Refusal> => {
        const xml = await kernel.of(tenant).providers.get(provider)?.metadata?.(callback);
        return xml === undefined ? { refused: 'not-found' } : { xml };
      }),
  };
}
