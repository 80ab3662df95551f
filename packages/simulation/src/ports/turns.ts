/** The machine's own `setImmediate`: the global one belongs to the simulation. */
const machineImmediate = globalThis.setImmediate;

let cryptoCalls = 0;

/**
 * Waits until nothing runs any more: every promise that could go on has gone on, and the platform's cryptography, which works on
 * threads of its own, owes no answer.
 */
export async function settled(): Promise<void> {
  do await new Promise<void>((turn) => machineImmediate(turn));
  while (cryptoCalls > 0);
}

/** Counts the calls of WebCrypto that are under way. Passkeys are verified with it. */
export function watchWebCrypto(): void {
  const { subtle } = globalThis.crypto;
  for (const verb of ['digest', 'importKey', 'verify', 'sign', 'generateKey', 'exportKey'] as const) {
    const inner: unknown = Reflect.get(subtle, verb);
    if (typeof inner !== 'function') continue;
    Object.defineProperty(subtle, verb, {
      configurable: true,
      value: async (...asked: unknown[]): Promise<unknown> => {
        cryptoCalls++;
        try {
          return await Reflect.apply(inner, subtle, asked);
        } finally {
          cryptoCalls--;
        }
      },
    });
  }
}
