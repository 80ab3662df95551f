import { hash as digest } from 'node:crypto';

interface Options {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

const SALT = Buffer.alloc(16).toString('base64').replace(/=+$/, '');

/** Replaces `@node-rs/argon2` in the bundle of the simulation: fast, with one salt, and not secure. */
export async function hash(password: string, { memoryCost, timeCost, parallelism }: Options): Promise<string> {
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${SALT}$${keyOf(password)}`;
}

export async function verify(stored: string, password: string): Promise<boolean> {
  return stored.endsWith(`$${keyOf(password)}`);
}

function keyOf(password: string): string {
  return digest('sha256', password, 'base64').replace(/=+$/, '');
}
