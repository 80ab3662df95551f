export function kept(carry, { headers }) {
  const jar = { ...carry };
  for (const line of headers['set-cookie'] ?? []) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    if (value === '') delete jar[name];
    else jar[name] = value;
  }
  return jar;
}

export function cookies(carry = {}) {
  const pairs = Object.entries(carry).map((pair) => pair.join('='));
  return pairs.length === 0 ? {} : { cookie: pairs.join('; ') };
}
