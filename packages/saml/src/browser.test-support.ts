/** A browser without scripts: follows redirects, keeps cookies by host, and sends the forms of pages. */
export class PlainBrowser {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Opens an address, and follows redirects. */
  async open(address: string, form?: Readonly<Record<string, string>>): Promise<Page> {
    let url = new URL(address);
    let body = form && new URLSearchParams(form);
    for (let hops = 0; hops < 20; hops += 1) {
      const response = await fetch(url, {
        method: body === undefined ? 'GET' : 'POST',
        body: body ?? null,
        redirect: 'manual',
        headers: { cookie: this.#cookiesOf(url), accept: 'text/html' },
      });
      this.#keep(url, response.headers.getSetCookie());
      const location = response.headers.get('location');
      if (location === null) return new Page(url, response.status, await response.text());
      url = new URL(location, url);
      body = undefined;
    }
    throw new Error(`redirected without end: ${url}`);
  }

  /** Sends the only form of a page, with the fields filled in. */
  send(page: Page, fields: Readonly<Record<string, string>> = {}): Promise<Page> {
    const form = page.form();
    return this.open(form.action, { ...form.fields, ...fields });
  }

  #cookiesOf({ host }: URL): string {
    return [...(this.#cookies.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep({ host }: URL, lines: readonly string[]): void {
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    this.#cookies.set(host, jar);
  }
}

export class Page {
  readonly url: URL;
  readonly status: number;
  readonly html: string;

  constructor(url: URL, status: number, html: string) {
    this.url = url;
    this.status = status;
    this.html = html;
  }

  form(): { readonly action: string; readonly fields: Readonly<Record<string, string>> } {
    const [form] = /<form[\s\S]*?<\/form>/.exec(this.html) ?? [];
    if (form === undefined) throw new Error(`${this.url} has no form (${this.status}): ${this.html.slice(0, 2_000)}`);
    const fields: Record<string, string> = {};
    for (const [input] of form.matchAll(/<input[^>]*>/g)) {
      const name = attributeIn(input, 'name');
      if (name !== undefined) fields[name] = attributeIn(input, 'value') ?? '';
    }
    return { action: new URL(attributeIn(form, 'action') ?? '', this.url).href, fields };
  }
}

function attributeIn(tag: string, name: string): string | undefined {
  const text = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  const named: Readonly<Record<string, string>> = { amp: '&', quot: '"', lt: '<', gt: '>' };
  return text?.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, entity) =>
    entity === undefined ? String.fromCodePoint(Number(decimal ?? `0x${hex}`)) : (named[entity] ?? whole),
  );
}
