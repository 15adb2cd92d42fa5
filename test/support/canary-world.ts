import { setTimeout as wait } from 'node:timers/promises';
import { castPassword } from '#prisma/cast.ts';
import { routes } from '#src/app.ts';
import type { Route } from '#src/platform/http/route.ts';
import { newId, type PersonId, type WebinarId } from '#src/platform/ids.ts';
import type { KeptLetter } from '#src/platform/inbox.ts';
import type { Category } from '#src/policy/catalogue.ts';
import type { RequestName, RoomBootstrap } from '#src/protocol/room-messages.ts';
import { attendeeOf } from '#src/rooms/join-token.ts';
import { schedule } from '#src/webinars/schedule.ts';
import { type Canary, type Exit, type Rows, WHO, type Who } from './canary.ts';
import { Doors } from './canary-doors.ts';
import { MEMBERS, type Member, movesInMarked } from './canary-people.ts';
import type { Answer, Client, Form } from './client.ts';
import { allDelivered } from './delivered.ts';
import { passesAge } from './everybody.ts';
import { asTyped, formsIn } from './forms.ts';
import { chromeCapabilities, fingerprint } from './media.ts';
import { Line } from './room-server.ts';
import type { Site } from './site.ts';

const TITLE = 'Growing mushrooms in a cellar';
const PLAN = { description: '', date: '2031-03-05', time: '18:00', timeZone: 'Europe/Paris', lengthMinutes: 60 };

/** Long enough for a room to tell everybody what has changed. */
const TICK_MS = 40;
const LAST_TICKS_MS = 300;

/** One set of people with a site to act on, everything planted that is theirs, and everything written down that leaves. */
export class World {
  readonly canaries: Canary[] = [];
  readonly exits: Exit[] = [];
  readonly journal: string[] = [];
  readonly webinars: { id: WebinarId; code: string }[] = [];
  readonly site: Site;
  readonly #tables: Route[];
  readonly #mark = newId().replaceAll('-', '').slice(0, 8);
  /** Everybody under a word of ours to begin with: of some of them nothing else may ever be known. */
  readonly #ids = new Map<Who, Set<string>>(WHO.map((who) => [who, new Set([who])]));
  readonly #known = new Map<Who, Set<string>>(WHO.map((who) => [who, new Set()]));
  readonly #clients = new Map<Who, Client>();
  readonly #pages = new Map<Who, string>();
  readonly #lines = new Map<Who, { line: Line; attendeeId: string }>();
  readonly #from: { at: Date; line: number };
  #doors: Doors | undefined;

  private constructor(site: Site) {
    this.site = site;
    this.#tables = routes(site.parts).filter(({ who }) => who !== 'self');
    this.#from = { at: new Date(), line: site.logged.length };
  }

  static async open(site: Site): Promise<World> {
    const world = new World(site);
    for (const who of MEMBERS) {
      const plant = (category: Category, value: string) => world.#plant(who, category, value);
      world.owns(who, await movesInMarked(site.parts.db, who, world.#mark, plant));
    }
    world.#plant('noor', 'name', `Noor O'${world.#mark} & Sons`);
    world.#plant('stranger', 'name', `Nobody "${world.#mark}" yet`);
    for (const who of ['noor', 'stranger'] as const) {
      world.#plant(who, 'email', `${who}.${world.#mark}'s@anymeeting.example`);
      world.#plant(who, 'how_heard', `${who} saw <${world.#mark}> on a wall`);
    }
    for (const [number, who] of WHO.entries()) {
      world.#plant(
        who,
        'network_address',
        `2001:db8:${world.#mark.slice(0, 4)}:${world.#mark.slice(4)}::${number + 1}`,
      );
      world.#plant(who, 'message', `Where is the "door" <${world.#mark}>, asks ${who} & waits?`);
      world.#plant(who, 'survey_answer', `${who}’s straw is <${world.#mark}> & dry`);
    }

    const host = world.idOf('ada');
    for (const date of ['2031-03-05', '2031-03-12']) {
      world.webinars.push(await schedule(site.parts, host, { ...PLAN, date, title: TITLE }));
    }
    world.#doors = await Doors.open(world);
    return world;
  }

  #plant(who: Who, category: Category, value: string): string {
    const about = this.#ids.get(who) ?? new Set();
    this.canaries.push({ about, category, value });
    return value;
  }

  idOf(who: Member): PersonId {
    return [...(this.#ids.get(who) ?? [])].find((id) => UUID.test(id)) as PersonId;
  }

  get doors(): Doors {
    if (this.#doors === undefined) throw new Error('The doors are not open yet.');
    return this.#doors;
  }

  /** What is stored under this id is theirs as well. */
  owns(who: Who, id: string): void {
    this.#ids.get(who)?.add(id);
  }

  valueOf(who: Who, category: Category): string {
    const about = this.#ids.get(who);
    return this.canaries.find((each) => each.about === about && each.category === category)?.value ?? '';
  }

  /** Asks for a page or sends a form, as somebody; what comes back has left. */
  async asks(who: Who, [method, path]: ['GET' | 'POST', string], form: Form = {}, headers = {}): Promise<Answer> {
    const client = await this.#clientOf(who);
    return this.#heard(who, method, path, form, () =>
      method === 'GET' ? client.get(path, headers) : client.post(path, form, headers),
    );
  }

  async #heard(who: Who, method: string, path: string, form: Form, ask: () => Promise<Answer>): Promise<Answer> {
    const during = `${who}: ${method} ${path}`;
    this.journal.push(during);
    const answer = await ask();
    const bytes = `${JSON.stringify([...answer.headers])}\n${answer.html}`;
    const typed = [path, ...Object.values(form).flat()].join('\n');
    // The page of a contest at a webinar says who holds that.
    if (this.doors.isAtWebinar(path)) this.#known.get(who)?.add(this.webinar(0).id);
    this.#left({ by: 'page', who, webinarId: this.#webinarAt(path), bytes, typed, during });
    for (const address of this.#leadingAway(answer.html))
      this.#left({ by: 'outside', bytes: address, typed: '', during: `${during}, whose page names ${address}` });
    this.#pages.set(who, answer.html);
    return answer;
  }

  /** The addresses of others on a page: whatever stands in them reaches those others, the visitor's own as well. */
  #leadingAway(html: string): string[] {
    const addresses = Array.from(html.matchAll(/="(https?:\/\/[^"]+)"/g), ([, address = '']) => asTyped(address));
    return addresses.filter((address) => new URL(address).origin !== new URL(this.site.parts.config.BASE_URL).origin);
  }

  /** One of the pages there are, with the addresses filled in. */
  async visits(who: Who, nth: number, headers: Record<string, string>): Promise<void> {
    await this.asks(who, ['GET', this.#pathOf('GET', nth)], {}, headers);
  }

  /** Presses a button of the page they looked at last: its form goes off as it is, everything in it ticked and filled in. */
  async presses(who: Who, nth: number): Promise<void> {
    const forms = formsIn(this.#pages.get(who) ?? '').filter(({ action }) => !/^\/sessions?\/end$/.test(action));
    const form = forms[nth % forms.length];
    if (form !== undefined) await this.asks(who, ['POST', form.action], form.fields);
  }

  /** Sends one of the forms there are, with nothing right in it. */
  async knocks(who: Who, nth: number, form: Form): Promise<void> {
    await this.asks(who, ['POST', this.#pathOf('POST', nth)], form);
  }

  #pathOf(method: string, nth: number): string {
    const rows = this.#tables.filter((route) => route.method === method);
    const path = rows[nth % rows.length]?.path ?? '/';
    const someone = MEMBERS[nth % MEMBERS.length] ?? 'ada';
    return path
      .replace(':code', /^\/(surveys|contests)\//.test(path) ? this.doors.survey(nth).code : this.webinar(nth).code)
      .replace(':personId', this.idOf(someone))
      .replace(/:\w+/, 'A'.repeat(43));
  }

  webinar(nth: number): { id: WebinarId; code: string } {
    const webinar = this.webinars[nth % this.webinars.length];
    if (webinar === undefined) throw new Error('There is no webinar.');
    return webinar;
  }

  /** Comes into a room. A second time it is another tab, and the first one is told so. */
  async joins(who: Who, nth: number): Promise<void> {
    const { code, id } = this.webinar(nth);
    if (who === 'noor') await this.asks(who, ['POST', `/w/${code}/guests`], { name: this.valueOf('noor', 'name') });
    const { html } = await this.asks(who, ['GET', `/w/${code}/room`]);
    const escaped = /data-bootstrap="([^"]*)"/.exec(html)?.[1];
    if (escaped === undefined) return;

    const { joinToken } = JSON.parse(asTyped(escaped)) as RoomBootstrap;
    this.owns(who, this.#attendeeIn(joinToken));
    if (who !== 'noor' && who !== 'stranger')
      this.owns(who, attendeeOf(this.site.parts.secrets, { webinarId: id, personId: this.idOf(who) }));
    await this.#enters(who, id, joinToken);
  }

  async #enters(who: Who, webinarId: WebinarId, token: string): Promise<void> {
    const line = new Line(this.site.url, token, { origin: this.site.url });
    line.socket.io.engine.on('packet', ({ data }: { data?: unknown }) => {
      const during = `${who} in the room, after: ${this.journal.at(-1)}`;
      this.#left({ by: 'socket', who, webinarId, bytes: String(data), typed: '', during });
    });
    this.#lines.get(who)?.line.socket.disconnect();
    this.#lines.set(who, { line, attendeeId: this.#attendeeIn(token) });
    const connected = await new Promise((resolve) => {
      line.socket.once('connect', () => resolve(true)).once('connect_error', () => resolve(false));
    });
    if (connected === true)
      await this.says(who, 'join', { rtpCapabilities: chromeCapabilities, fingerprints: [fingerprint()] });
  }

  /** Sends one message of the room. Whoever is in none goes into the first. */
  async says(who: Who, name: RequestName, message: object = {}): Promise<void> {
    if (name !== 'join' && this.#lines.get(who)?.line.socket.connected !== true) await this.joins(who, 0);
    const { line } = this.#lines.get(who) ?? {};
    if (line?.socket.connected !== true) return;

    this.journal.push(`${who}: ${name} ${name === 'join' ? '' : JSON.stringify(message)}`);
    await Promise.race([line.raw(name, message), line.gone()]);
    await wait(TICK_MS);
  }

  /** The id under which the room knows somebody who is in it. */
  attendeeId(who: Who): string {
    return this.#lines.get(who)?.attendeeId ?? 'nobody';
  }

  #attendeeIn(token: string): string {
    const payload = token.split('.')[1] ?? '';
    return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { attendeeId: string }).attendeeId;
  }

  #webinarAt(path: string): string | undefined {
    return this.webinars.find(({ code }) => path.includes(code))?.id;
  }

  async #clientOf(who: Who): Promise<Client> {
    const known = this.#clients.get(who);
    if (known !== undefined) return known;

    // A machine of their own, behind the proxy of the site: how often others came does not count against them.
    const client = this.site.visit({ 'x-forwarded-for': this.valueOf(who, 'network_address') });
    this.#clients.set(who, client);
    if (who === 'stranger' || who === 'noor') {
      await passesAge(client);
    } else {
      const form = { email: this.valueOf(who, 'email'), password: castPassword };
      const { status } = await this.#heard(who, 'POST', '/sign-in', form, () => client.post('/sign-in', form));
      if (status !== 303) throw new Error(`${who} could not sign in: ${status}.`);
    }
    return client;
  }

  #left(exit: Omit<Exit, 'to' | 'at'> & { who?: Who }): void {
    const { who, ...rest } = exit;
    const known = who && this.#known.get(who);
    if (exit.webinarId !== undefined) known?.add(exit.webinarId);
    const to = (who && this.#ids.get(who)) ?? new Set<string>();
    this.exits.push({ ...rest, to, knows: new Set(known), at: new Date() });
  }

  /** Everything has been told, mailed and logged that was going to be. */
  async settles(): Promise<void> {
    await wait(LAST_TICKS_MS);
    for (const { line } of this.#lines.values()) line.socket.disconnect();
    await this.delivered();
    for (const who of WHO) await this.doors.rowsOf(who);
    await this.doors.plantVisits((value) =>
      this.canaries.push({ about: new Set(), category: 'visit_pseudonym', value }),
    );

    for (const { to, subject, text, html, headers } of this.#letters()) {
      const who = WHO.find((each) => this.#isOf(each, to));
      const bytes = [subject, text, html, JSON.stringify(headers)].join('\n');
      this.#left({ by: 'letter', ...(who && { who }), bytes, typed: '', during: `a letter to ${who}: ${subject}` });
    }
    for (const bytes of this.site.logged.slice(this.#from.line))
      this.#left({ by: 'log', bytes, typed: '', during: `the log: ${bytes.slice(0, 200)}` });
  }

  lettersTo = (who: Who): KeptLetter[] => this.#letters().filter(({ to }) => this.#isOf(who, to));

  #letters = (): KeptLetter[] => this.site.inbox.letters().filter(({ at }) => at >= this.#from.at);

  #isOf = (who: Who, mailbox: string): boolean => mailbox.startsWith(`${who}.${this.#mark}`);

  delivered = (): Promise<void> => allDelivered(this.site.parts.db);

  /** The rows that may explain what left. */
  async rows(): Promise<Rows> {
    const { db } = this.site.parts;
    const subject = { in: [...this.#ids.values()].flatMap((ids) => [...ids]).filter((id) => UUID.test(id)) };
    return {
      releases: await db.release.findMany({ where: { subject } }),
      looks: await db.accessLog.findMany({ where: { subject } }),
      decisions: await db.consentEvent.findMany({ where: { subject } }),
    };
  }
}

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/;
