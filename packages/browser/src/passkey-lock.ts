const NAME = 'sallyport.passkeys';

let registrations = 0;
let running = 0;

/** Until the commit, the server's list lacks a passkey that the manager has. */
export async function whileRegistering<Result>(register: () => Promise<Result>): Promise<Result> {
  registrations += 1;
  running += 1;
  try {
    let begun: Promise<Result> | undefined;
    const hold = (): Promise<Result> => {
      begun = register();
      return begun;
    };
    await locks()
      ?.request(NAME, { mode: 'shared' }, hold)
      .catch(() => undefined);
    return await (begun ?? register());
  } finally {
    running -= 1;
  }
}

/** Does not wait: the prompt of another tab may be open for minutes. Without the Web Locks API, `isAlone` knows this page alone. */
export async function besideRegistrations<Result>(task: (isAlone: () => boolean) => Promise<Result>): Promise<Result> {
  const before = registrations;
  const isQuiet = (): boolean => running === 0 && registrations === before;
  let begun: Promise<Result> | undefined;
  const hold = (lock: Lock | null): Promise<Result> => {
    begun = task(() => lock !== null && isQuiet());
    return begun;
  };
  await locks()
    ?.request(NAME, { ifAvailable: true }, hold)
    .catch(() => undefined);
  return begun ?? task(isQuiet);
}

function locks(): LockManager | undefined {
  return globalThis.navigator?.locks;
}
