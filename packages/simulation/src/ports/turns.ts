/** The simulation replaces the global function. */
const machineImmediate = globalThis.setImmediate;

let cryptoCalls = 0;

/** WebCrypto works on other threads. */
export async function settled(): Promise<void> {
  do await new Promise<void>((turn) => machineImmediate(turn));
  while (cryptoCalls > 0);
}

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
