// RFC 6238.
import { createHmac, timingSafeEqual } from 'node:crypto';

const step = () => Math.floor(Date.now() / 30_000);

export function codeOf(key, at = step()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(at));
  const mac = createHmac('sha1', key).update(counter).digest();
  const code = (mac.readUInt32BE(mac[19] & 15) & 0x7fff_ffff) % 1_000_000;
  return String(code).padStart(6, '0');
}

export function accepts(key, code) {
  const given = Buffer.from(String(code).padStart(6, ' ').slice(0, 6));
  const now = step();
  return [now - 1, now, now + 1].map((at) => timingSafeEqual(given, Buffer.from(codeOf(key, at)))).includes(true);
}
