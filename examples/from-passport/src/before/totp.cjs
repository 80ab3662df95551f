'use strict';
const { createHmac, randomBytes, timingSafeEqual } = require('node:crypto');

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP = 30_000;

/** A new secret for an authenticator app: 32 characters of base32, 160 bits. */
exports.newTotpSecret = () => Array.from(randomBytes(32), (byte) => ALPHABET[byte % 32]).join('');

/** The code of a moment (RFC 6238): SHA-1, 6 digits, steps of 30 seconds. */
function totpCode(secret, at) {
  const bits = Array.from(secret, (letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE(mac[19] & 0xf) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
exports.totpCode = totpCode;

/** Whether a code is the code of this step, or of a step beside it, for clocks that differ. */
exports.isTotpCode = (secret, code, now) =>
  /^\d{6}$/.test(code) &&
  [-STEP, 0, STEP].some((off) => timingSafeEqual(Buffer.from(totpCode(secret, now + off)), Buffer.from(code)));
