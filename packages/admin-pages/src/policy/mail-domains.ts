/** The domain in ASCII, as the policy has it. A text that is no domain stays as it is, and the server says so. */
export function asciiDomain(typed: string): string {
  return isAscii(typed) ? typed : (hostOf(typed) ?? typed);
}

/** The domain as its owners write it. A domain whose letters lead to another domain is shown in ASCII. */
export function shownDomain(domain: string): string {
  const shown = domain
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decoded(label.slice('xn--'.length)) ?? label) : label))
    .join('.');
  return shown === domain || hostOf(shown) !== domain ? domain : shown;
}

function hostOf(domain: string): string | undefined {
  if (/[\s/?#@:\\]/.test(domain) || !URL.canParse(`https://${domain}`)) return undefined;
  return new URL(`https://${domain}`).hostname;
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

const [BASE, LEAST, MOST, SKEW, DAMP, FIRST_BIAS, FIRST] = [36, 1, 26, 38, 700, 72, 128];
const LARGEST = 0x7f_ff_ff_ff;
const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Punycode (RFC 3492 §6.2). `undefined` for a text that is none. */
function decoded(text: string): string | undefined {
  const end = text.lastIndexOf('-');
  const points = Array.from(text.slice(0, Math.max(end, 0)), (letter) => letter.codePointAt(0) ?? 0);
  let [point, place, bias] = [FIRST, 0, FIRST_BIAS];
  for (let at = end + 1; at < text.length; ) {
    const before = place;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = DIGITS.indexOf(text.charAt(at) || '-');
      if (digit < 0) return undefined;
      at += 1;
      place += digit * weight;
      const threshold = Math.min(Math.max(k - bias, LEAST), MOST);
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    if (!(place <= LARGEST)) return undefined;
    const length = points.length + 1;
    bias = adapted(place - before, length, before === 0);
    point += Math.floor(place / length);
    place %= length;
    if (point > 0x10_ff_ff) return undefined;
    points.splice(place, 0, point);
    place += 1;
  }
  return String.fromCodePoint(...points);
}

/** RFC 3492 §6.1. */
function adapted(difference: number, length: number, isFirst: boolean): number {
  let delta = Math.floor(difference / (isFirst ? DAMP : 2));
  delta += Math.floor(delta / length);
  let k = 0;
  for (; delta > ((BASE - LEAST) * MOST) / 2; k += BASE) delta = Math.floor(delta / (BASE - LEAST));
  return k + Math.floor(((BASE - LEAST + 1) * delta) / (delta + SKEW));
}
