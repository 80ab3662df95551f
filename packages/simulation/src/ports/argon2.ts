/** The options of `@node-rs/argon2` that the engine gives. */
interface Cost {
  readonly memoryCost?: number;
  readonly timeCost?: number;
  readonly parallelism?: number;
}

/** Stands in for `@node-rs/argon2`, which the bundle of the simulation leaves out: as quick as can be, and without salt. */
export async function hash(password: string, cost: Cost = {}): Promise<string> {
  const { memoryCost = 19_456, timeCost = 2, parallelism = 1 } = cost;
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${Buffer.from(password).toString('base64url')}`;
}

/** Whether a hash is of this password. */
export async function verify(made: string, password: string): Promise<boolean> {
  return made.endsWith(`$${Buffer.from(password).toString('base64url')}`);
}
