import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** The calls as the engine makes them: of overloads TypeScript would take the last. */
interface Calls {
  readonly randomFillSync: (filled: Uint8Array) => Uint8Array;
  readonly hkdfSync: (digest: string, secret: string, salt: string, purpose: string, length: number) => ArrayBuffer;
}

/** What a function of `node:crypto` was given while something ran, call by call. It does what it always does. */
export function watched<Name extends keyof Calls>(name: Name, run: () => unknown): Parameters<Calls[Name]>[] {
  const calls: Parameters<Calls[Name]>[] = [];
  const real = crypto[name];
  const noting = (...given: Parameters<Calls[Name]>): unknown => {
    calls.push(given);
    return Reflect.apply(real, crypto, given);
  };
  Object.assign(crypto, { [name]: noting });
  syncBuiltinESMExports();
  try {
    run();
  } finally {
    Object.assign(crypto, { [name]: real });
    syncBuiltinESMExports();
  }
  return calls;
}
