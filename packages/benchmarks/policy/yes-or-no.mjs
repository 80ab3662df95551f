export function decideByAsking(input, ask) {
  const facts = factsOf(input);
  if (ask('complete', facts)) return { granted: true, enrollmentRequired: false, acceptable: [] };
  if (!ask('complete', withEverything(facts))) return { granted: false, enrollmentRequired: true, acceptable: [] };
  const may = {
    password: ask('password', facts),
    email: ask('email', facts),
    totp: ask('totp', facts),
    passkey: ask('passkey', facts),
  };
  const acceptable = [];
  for (const { id, kind } of input.enrolled) if (may[kind] && !input.verified.includes(id)) acceptable.push(id);
  return { granted: false, enrollmentRequired: false, acceptable };
}

function factsOf({ tenant, roles, enrolled, verified }) {
  const facts = {
    tenant,
    isSupport: roles.includes('support'),
    isAdmin: roles.includes('admin'),
    hasPassword: false,
    hasEmail: false,
    hasTotp: false,
    hasPasskey: false,
    gavePassword: false,
    gaveEmail: false,
    gaveTotp: false,
    gavePasskey: false,
  };
  for (const { id, kind } of enrolled) {
    const gave = verified.includes(id);
    if (kind === 'password') {
      facts.hasPassword = true;
      facts.gavePassword ||= gave;
    } else if (kind === 'email') {
      facts.hasEmail = true;
      facts.gaveEmail ||= gave;
    } else if (kind === 'totp') {
      facts.hasTotp = true;
      facts.gaveTotp ||= gave;
    } else {
      facts.hasPasskey = true;
      facts.gavePasskey ||= gave;
    }
  }
  return facts;
}

const withEverything = (facts) => ({
  ...facts,
  gavePassword: facts.hasPassword,
  gaveEmail: facts.hasEmail,
  gaveTotp: facts.hasTotp,
  gavePasskey: facts.hasPasskey,
});
