import { corpPeople } from './people.ts';

/** Escapes a text for HTML. */
const text = (value: string): string => value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Example Corp</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 10vh auto; padding: 0 1rem; }
button { font: inherit; padding: .6rem 1rem; width: 100%; margin: .25rem 0; text-align: start; }
.brand { font-weight: 700; letter-spacing: .04em; text-transform: uppercase; color: #b45309; }
label { display: block; margin: 1rem 0; }
small { opacity: .75; }
</style>
</head>
<body>
<p class="brand">Example Corp</p>
<h1>${title}</h1>
${body}
</body>
</html>
`;

/** The page that asks who signs in. A real provider asks for a password here. */
export function choicePage(): string {
  const choices = corpPeople.map(
    ({ name, address, subject }) =>
      `<button name="subject" value="${text(subject)}" data-testid="corp-${text(name.toLowerCase())}">${text(name)} <small>${text(address)}</small></button>`,
  );
  return page(
    'Sign in',
    `<p>This is the demo’s own identity provider. A real one would ask for a password; here, say who you are.</p>
<form method="post">
${choices.join('\n')}
<label><input type="checkbox" name="two" value="yes" data-testid="corp-two-factors"> I proved two factors here, and the provider says so</label>
<button name="cancel" value="yes" data-testid="corp-cancel">Cancel</button>
</form>`,
  );
}

/** The page for signing out. `form` is the provider's own form, with the fields that the provider checks. */
export function signOutPage(form: string): string {
  return page(
    'Sign out',
    `<p>You are signed out of the quickstart. Sign out of Example Corp as well?</p>
${form}
<button form="op.logoutForm" name="logout" value="yes" data-testid="corp-sign-out">Sign out of Example Corp</button>
<button form="op.logoutForm">Stay signed in there</button>`,
  );
}

export function errorPage(what: string): string {
  return page('That didn’t work', `<p>${text(what)}</p>`);
}
