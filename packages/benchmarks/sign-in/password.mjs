import { Algorithm } from '@node-rs/argon2';

export const PASSWORD = 'correct horse battery staple';

/** Of argon2id, as Sallyport comes: so every contestant hashes. */
export const COST = { algorithm: Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
