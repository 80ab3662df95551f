import type { Store } from '@sallyport/engine';

/** A store whose operations reject after a call of `fail`: all of them, or one operation after so many calls. */
export function breakable(store: Store): {
  readonly store: Store;
  fail(error: Error, at?: { readonly verb: keyof Store; readonly after: number }): void;
} {
  let broken: Error | undefined;
  let [only, left]: [keyof Store | undefined, number] = [undefined, 0];
  const fails = (name: string | symbol): boolean => {
    if (broken === undefined || (only !== undefined && name !== only)) return false;
    left -= 1;
    return left < 0;
  };
  const proxy = new Proxy(store, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => (fails(name) ? Promise.reject(broken) : member.apply(target, given));
    },
  });
  return {
    store: proxy,
    fail: (error, { verb, after = 0 }: { verb?: keyof Store; after?: number } = {}) => {
      [broken, only, left] = [error, verb, after];
    },
  };
}
