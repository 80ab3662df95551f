// Password hashes of the libraries of npm. `systems.test.ts` runs a copy of this folder beside the libraries.
import { createHash } from 'node:crypto';
import { Argon } from '@adonisjs/hash/drivers/argon';
import { Bcrypt } from '@adonisjs/hash/drivers/bcrypt';
import { Scrypt } from '@adonisjs/hash/drivers/scrypt';
import argon2 from 'argon2';
import bcrypt from 'bcrypt';
import bcryptjs from 'bcryptjs';
import { FirebaseScrypt } from 'firebase-scrypt';
import * as wasm from 'hash-wasm';
import sodium from 'libsodium-wrappers-sumo';
import * as lucia from 'lucia';
import { generateLuciaPasswordHash } from 'lucia-2/utils';
import mongoose from 'mongoose';
import * as oslo from 'oslo/password';
import passportLocalMongoose from 'passport-local-mongoose';
import ScryptKdf from 'scrypt-kdf';

const SALT = new Uint8Array(16).fill(7);

export async function passwords(password) {
  const hash = (system, form, passwordHash, passwordFormat) => ({
    ...{ system, form, password },
    ...{ passwordHash, passwordFormat },
  });
  await sodium.ready;
  const parameters = { password, salt: SALT, parallelism: 1, iterations: 3, memorySize: 1024, hashLength: 32 };
  const digest = createHash('sha256').update(password).digest('hex');
  return [
    hash('argon2 0.45.1', 'argon2id', await argon2.hash(password, { memoryCost: 1024 })),
    hash('argon2 0.45.1', 'argon2i', await argon2.hash(password, { memoryCost: 1024, type: argon2.argon2i })),
    hash('argon2 0.45.1', 'argon2d', await argon2.hash(password, { memoryCost: 1024, type: argon2.argon2d })),
    hash('argon2 0.45.1', 'defaults', await argon2.hash(password)),
    hash('bcrypt 6.0.0', '$2b$', await bcrypt.hash(password, 5)),
    hash('bcrypt 6.0.0', '$2a$', await bcrypt.hash(password, await bcrypt.genSalt(5, 'a'))),
    hash('bcryptjs 3.0.3', '$2b$', await bcryptjs.hash(password, 5)),
    hash('hash-wasm 4.13.0', 'argon2id', await wasm.argon2id({ ...parameters, outputType: 'encoded' })),
    hash('hash-wasm 4.13.0', 'bcrypt', await wasm.bcrypt({ ...parameters, costFactor: 5, outputType: 'encoded' })),
    hash('libsodium 0.8.4', 'crypto_pwhash', sodium.crypto_pwhash_str(password, 1, 8_388_608)),
    hash(
      ...['libsodium 0.8.4', 'scryptsalsa208sha256'],
      sodium.crypto_pwhash_scryptsalsa208sha256_str(password, 32_768, 16_777_216),
    ),
    hash('lucia 3.2.2', 'Scrypt', await new lucia.Scrypt().hash(password), 'better-auth'),
    hash('lucia 3.2.2', 'LegacyScrypt', await new lucia.LegacyScrypt().hash(password)),
    hash('lucia 2.7.7', 'scrypt', await generateLuciaPasswordHash(password)),
    hash('oslo 1.2.1', 'Scrypt', await new oslo.Scrypt().hash(password), 'better-auth'),
    hash('oslo 1.2.1', 'Argon2id', await new oslo.Argon2id().hash(password)),
    hash('oslo 1.2.1', 'Bcrypt', await new oslo.Bcrypt({ cost: 5 }).hash(password)),
    hash('AdonisJS hash 10.1.1', 'scrypt', await new Scrypt({}).make(password)),
    hash('AdonisJS hash 10.1.1', 'bcrypt', await new Bcrypt({ rounds: 5 }).make(password)),
    hash('AdonisJS hash 10.1.1', 'argon', await new Argon({ memory: 1024 }).make(password)),
    hash('Payload 3.90.2', 'PBKDF2', await ofPayload(password), 'payload'),
    hash('passport-local-mongoose 9.2.0', 'PBKDF2', await ofMongoose(password), 'passport-local-mongoose'),
    hash('Meteor', 'bcrypt of a SHA-256', await bcryptjs.hash(digest, 5), 'meteor'),
    hash('Meteor', 'argon2 of a SHA-256', await argon2.hash(digest, { memoryCost: 1024 }), 'meteor'),
    hash('scrypt-kdf 2.0.1', 'base64', Buffer.from(await ScryptKdf.kdf(password, { logN: 14 })).toString('base64')),
    hash('firebase-scrypt 2.2.0', 'scrypt', await ofFirebase(password)),
  ];
}

/** Payload exports no function that hashes. */
async function ofPayload(password) {
  const strategies = new URL('node_modules/payload/dist/auth/strategies/local/', import.meta.url);
  const { generatePasswordSaltHash } = await import(new URL('generatePasswordSaltHash.js', strategies).href);
  const req = { payload: { config: {} }, t: (text) => text };
  return generatePasswordSaltHash({ collection: { slug: 'users' }, password, isPasswordAuthenticated: true, req });
}

async function ofMongoose(password) {
  const schema = new mongoose.Schema({});
  schema.plugin(passportLocalMongoose.default ?? passportLocalMongoose);
  const user = new (mongoose.model('User', schema))({ username: 'ada' });
  await user.setPassword(password);
  return { hash: user.hash, salt: user.salt };
}

/** The parameters of the example in Firebase's repository. */
function ofFirebase(password) {
  const signerKey = 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==';
  const scrypt = new FirebaseScrypt({ memCost: 14, rounds: 8, saltSeparator: 'Bw==', signerKey });
  return scrypt.hash(password, '42xEC+ixf3L2lw==');
}
