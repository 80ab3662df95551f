/** The options that the engine passes to `@node-rs/argon2`. */
interface Cost {
  readonly memoryCost?: number;
  readonly timeCost?: number;
  readonly parallelism?: number;
}

/** Replaces `@node-rs/argon2` in the bundle of the simulation: fast, without salt, and not secure. */
export async function hash(password: string, cost: Cost = {}): Promise<string> {
  const { memoryCost = 19_456, timeCost = 2, parallelism = 1 } = cost;
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${Buffer.from(password).toString('base64url')}`;
}

/** Whether the password has the hash `made`. */
export async function verify(made: string, password: string): Promise<boolean> {
  return made.endsWith(`$${Buffer.from(password).toString('base64url')}`);
}
