// The script of a sign-in page with <main></main>: docs/guide/http.md explains it, and has it in TypeScript.

/** The name of the flow that the page shows. A proof then goes to no flow of another tab, and a passkey begins no other sign-in. */
let flow = null;
let continues = false;

async function call(method, path, body) {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  if (continues && flow !== null) headers['sallyport-continues'] = flow;
  const response = await fetch(`/auth${path}`, { method, headers, body: JSON.stringify(body) });
  flow = response.headers.get('sallyport-continues') ?? flow;
  const answer = await response.json();
  if (!response.ok) throw answer; // a problem: { code, title, detail, … }
  return answer;
}

const main = document.querySelector('main') ?? document.body;

/** A form with these fields, by name, and their labels. The answer of `act` is the next state of the page. An empty field is not sent. */
function form(button, fields, act) {
  const made = document.createElement('form');
  for (const [name, label] of Object.entries(fields))
    made.append(
      Object.assign(document.createElement('input'), {
        name,
        placeholder: label,
        type: name === 'password' ? 'password' : 'text',
      }),
    );
  made.append(Object.assign(document.createElement('button'), { textContent: button }));
  made.addEventListener('submit', async (event) => {
    event.preventDefault();
    const filled = [...new FormData(made)].filter(([, value]) => value !== '');
    await act(Object.fromEntries(filled.map(([name, value]) => [name, String(value)]))).then(render, tell);
  });
  main.append(made);
}

function say(text) {
  main.append(Object.assign(document.createElement('p'), { textContent: text }));
}

async function tell({ code = '', title = 'This did not work. Try again.', errors = [], because = [] }) {
  // Another tab went on, or the flow is over.
  if (code === 'flow-expired' || code === 'flow-conflict') await call('GET', '/sign-in').then(render, () => undefined);
  // Shows the form for the code of an administrator, also after a reload.
  if (code === 'no-way-in' || main.childElementCount === 0) render({});
  if (errors.length === 0) say(title);
  // An error with a code is a sentence. An error without a code says what is wrong with a field: `identifier is missing`.
  for (const { path, code, message } of errors) say(code === undefined ? `${path} ${message}` : message);
  for (const { message } of because) say(message);
}

/** The options for a prompt, without the extension for vaults: the server refuses a body with the output of that extension. */
function withoutPrf(options) {
  return { ...options, extensions: { ...options.extensions, prf: undefined } };
}

async function usePasskey() {
  const options = withoutPrf(await call('POST', '/sign-in/passkey/options', {}));
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(JSON.stringify(options)));
  const credential = await navigator.credentials.get({ publicKey });
  return call('POST', '/sign-in/passkey', JSON.parse(JSON.stringify(credential)));
}

async function addPasskey() {
  const options = withoutPrf(await call('POST', '/enroll/passkey/options', {}));
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(JSON.stringify(options)));
  const response = await navigator.credentials.create({ publicKey });
  return call('POST', '/enroll/passkey', { response: JSON.parse(JSON.stringify(response)), name: 'My passkey' });
}

async function forgotPassword(values) {
  await call('POST', '/recover', values);
  return { status: 'mailed' }; // a state of this page
}

async function startOver() {
  await call('DELETE', '/sign-in');
  return call('GET', '/sign-in?local=1');
}

/** A page of this site, to go back to. Any other address would make the sign-in page an open redirect. */
function local(path) {
  const url = path?.startsWith('/') && URL.canParse(path, location.origin) ? new URL(path, location.origin) : undefined;
  if (url?.origin !== location.origin || /^\/\/|^\/auth\/|%(?:2[35ef]|[3-7]|(?![0-9a-f]{2}))|;/i.test(url.pathname))
    return undefined;
  return url.pathname + url.search;
}

/** After the sign-in: the page whose guard began a step-up, or sent the person here with `?next=`. */
function leave({ continuation }) {
  const next = new URLSearchParams(location.search).get('next');
  location.assign(local(continuation?.location) ?? local(next) ?? '/');
}

/** Shows the forms for an answer. A method that the page does not know is left out. */
function render(answer) {
  main.replaceChildren();
  continues = answer.accept !== undefined || answer.offer !== undefined;
  if (answer.backupCodes !== undefined) {
    // With `complete`, or with `continue` or `enroll` if the policy asks for more. The server never shows the codes again.
    say(`Keep these codes: ${answer.backupCodes.join(' ')}`);
    return form('I have kept the codes', {}, async () => ({ ...answer, backupCodes: undefined }));
  }
  if (answer.status === 'redirect') return location.assign(answer.location ?? '/');
  if (answer.status === 'complete') return leave(answer);
  // The answer is the same for every identifier, so the page does not say that a mail was sent.
  if (answer.status === 'mailed') return say('If this account can have a new password by mail, a link is on its way.');
  if (answer.status === 'open') {
    // The identifier alone opens a flow too.
    form('Sign in', { identifier: 'identifier', password: 'password' }, (values) => call('POST', '/sign-in', values));
    form('Use a passkey', {}, usePasskey);
    form('I forgot the password', { identifier: 'identifier' }, forgotPassword);
    return form('I have a code from an administrator', { identifier: 'identifier' }, (values) =>
      call('POST', '/sign-in', values),
    );
  }
  for (const { message } of answer.because ?? []) say(message);
  for (const { method, sentTo } of answer.accept ?? []) {
    if (method === 'password')
      form('Sign in', { password: 'password' }, (values) => call('POST', '/sign-in/password', values));
    if (method === 'passkey') form('Use a passkey', {}, usePasskey);
    if (method === 'email-code')
      form(`Send a code to ${sentTo}`, {}, () => call('POST', '/sign-in/email-code/send', {}));
    if (['totp', 'email-code', 'backup-code'].includes(method))
      form(`Check the ${method}`, { code: 'code' }, (values) => call('POST', `/sign-in/${method}`, values));
  }
  for (const { method } of answer.offer ?? []) {
    if (method === 'passkey') form('Set up a passkey', {}, addPasskey);
    if (method === 'totp')
      form('Set up an app', {}, async () => ({ ...answer, ...(await call('POST', '/enroll/totp', {})) }));
  }
  if (answer.secret !== undefined) {
    say(`Type this key into your app: ${answer.secret}`); // or show `answer.uri` as a QR code
    form('Check the code of the app', { code: 'code' }, (values) => call('POST', '/enroll/totp/confirm', values));
  }
  const vouched = { code: 'code from an administrator', password: 'new password, if you lost the old one' };
  form('I have a code from an administrator', vouched, (values) => call('POST', '/sign-in/enrollment-code', values));
  form('Start over', {}, startOver);
}

call('GET', '/sign-in').then(render, tell);
