import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Stores the data of the demo's provider in a map, until the process ends. */
export function storage(): (model: string) => Adapter {
  const kept = new Map<string, { readonly payload: AdapterPayload; readonly until: number }>();
  const read = (key: string): AdapterPayload | undefined => {
    const found = kept.get(key);
    return found === undefined || found.until <= Date.now() ? undefined : found.payload;
  };
  return (model) => {
    const keyOf = (id: string): string => `${model} ${id}`;
    const where = (is: (payload: AdapterPayload) => boolean): string | undefined =>
      [...kept].find(([key, { payload }]) => key.startsWith(`${model} `) && is(payload))?.[0];
    return {
      async upsert(id, payload, expiresIn) {
        kept.set(keyOf(id), {
          payload,
          until: expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1_000,
        });
      },
      find: async (id) => read(keyOf(id)),
      findByUid: async (uid) => read(where((payload) => payload.uid === uid) ?? ''),
      findByUserCode: async (userCode) => read(where((payload) => payload.userCode === userCode) ?? ''),
      async consume(id) {
        const payload = read(keyOf(id));
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1_000);
      },
      async destroy(id) {
        kept.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
      },
    };
  };
}
