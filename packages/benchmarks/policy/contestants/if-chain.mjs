export const name = 'hand-written `if` chain';

export function decide({ tenant, roles, enrolled, verified }) {
  let support = false;
  let admin = false;
  for (let i = 0; i < roles.length; i++) {
    const role = roles[i];
    if (role === 'support') support = true;
    else if (role === 'admin') admin = true;
  }
  const needsTwo = admin || tenant === 'enhanced';
  const anyVerified = verified.length > 0;
  let hasFirst = false;
  let hasTotp = false;
  let hasPasskey = false;
  let gaveFirst = false;
  let gaveTotp = false;
  let gavePasskey = false;
  for (let i = 0; i < enrolled.length; i++) {
    const { id, kind } = enrolled[i];
    const gave = anyVerified && verified.includes(id);
    if (kind === 'passkey') {
      hasPasskey = true;
      if (gave) gavePasskey = true;
    } else if (kind === 'totp') {
      hasTotp = true;
      if (gave) gaveTotp = true;
    } else if (kind === 'password' || !support) {
      hasFirst = true;
      if (gave) gaveFirst = true;
    }
  }
  if (gavePasskey || (gaveFirst && (!needsTwo || gaveTotp)))
    return { granted: true, enrollmentRequired: false, acceptable: [] };
  if (!hasPasskey && !(hasFirst && (!needsTwo || hasTotp)))
    return { granted: false, enrollmentRequired: true, acceptable: [] };
  const first = !gaveFirst && (!needsTwo || hasTotp);
  const totp = needsTwo && gaveFirst;
  const acceptable = [];
  for (let i = 0; i < enrolled.length; i++) {
    const { id, kind } = enrolled[i];
    const useful = kind === 'passkey' || (kind === 'totp' ? totp : first && (kind === 'password' || !support));
    if (useful && !(anyVerified && verified.includes(id))) acceptable.push(id);
  }
  return { granted: false, enrollmentRequired: false, acceptable };
}
