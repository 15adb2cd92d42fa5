export type Answer = {
  status: number;
  html: string;
  /** Where a redirect points, as a path. */
  location: string | undefined;
  headers: Headers;
};

/** What a form may send: a name twice is an array, as in a form with two fields of that name. */
export type Form = Record<string, string | string[]>;

/** Visits pages and sends forms as a browser without JavaScript does, with cookies of its own. */
export class Client {
  readonly cookies = new Map<string, string>();
  readonly #url: string;
  /** What its proxy says with every request. */
  readonly #always: Record<string, string>;

  constructor(url: string, always: Record<string, string> = {}) {
    this.#url = url;
    this.#always = always;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#ask(path, { method: 'GET', headers });
  }

  post(path: string, form: Form = {}, headers: Record<string, string> = {}): Promise<Answer> {
    const body = new URLSearchParams(
      Object.entries(form).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each])),
    );
    return this.#ask(path, {
      method: 'POST',
      body,
      headers: { origin: this.#url, 'sec-fetch-site': 'same-origin', ...headers },
    });
  }

  async #ask(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.#url), {
      ...init,
      redirect: 'manual',
      headers: { ...this.#always, ...init.headers, ...(cookie !== '' && { cookie }) },
    });

    this.keeps(response.headers);
    return {
      status: response.status,
      html: await response.text(),
      location: response.headers.get('location')?.replace(this.#url, '') ?? undefined,
      headers: response.headers,
    };
  }

  /** Takes the cookies that come with an answer. */
  keeps(headers: Headers): void {
    for (const line of headers.getSetCookie()) this.#keep(line);
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const gone = attributes.some((each) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(each));
    if (gone) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
