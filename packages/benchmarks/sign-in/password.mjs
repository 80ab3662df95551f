import { Algorithm } from '@node-rs/argon2';

export const PASSWORD = 'correct horse battery staple';

/** Sallyport's default, for every contestant. */
export const COST = { algorithm: Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
