import { castPassword } from '#prisma/cast.ts';
import { linkSecret } from '#src/letters/blanks.ts';
import type { PersonId, SurveyCode, WebinarId } from '#src/platform/ids.ts';
import type { KeptLetter } from '#src/platform/inbox.ts';
import type { Category } from '#src/policy/catalogue.ts';
import { letterKey } from '#src/support/rules.ts';
import { buildSurvey } from '#src/surveys/build-survey.ts';
import { addQuestion } from '#src/surveys/change-questions.ts';
import { entryToken } from '#src/surveys/entry-link.ts';
import { publishSurvey } from '#src/surveys/publish-survey.ts';
import { DetailsForm, QuestionForm } from '#src/surveys/schema.ts';
import { dayOf } from '#src/visits/rules.ts';
import { contestDetails, details, wish } from '../surveys/asked.ts';
import { WHO, type Who } from './canary.ts';
import type { Answer, Form } from './client.ts';
import { firstOffer } from './offers.ts';
import type { Site } from './site.ts';

const ISSUE = { audience: 'newsletter', title: 'What straw is good for', markdown: 'Soak it **overnight**.' };
/** Where it happens: who they are, what they do, and what came of it. */
type Stage = {
  site: Site;
  webinar(nth: number): { id: WebinarId };
  idOf(who: 'ada' | 'dev'): PersonId;
  valueOf(who: Who, category: Category): string;
  owns(who: Who, id: string): void;
  asks(who: Who, where: ['GET' | 'POST', string], form?: Form): Promise<Answer>;
  delivered(): Promise<void>;
  lettersTo(who: Who): KeptLetter[];
};

/** Those of whom we know an account. */
const hasAccount = (who: Who): boolean => who !== 'noor' && who !== 'stranger';

/**
 * The doors at which people tell us something without meaning to join a webinar, and the pages on which staff and owners read
 * it. Whoever has no account is known by the number of what they left there.
 */
export class Doors {
  readonly #world: Stage;
  /** Dev's survey, and Ada's contest at her webinar. */
  readonly surveys: { code: SurveyCode; isDrawn: boolean }[] = [];

  private constructor(world: Stage) {
    this.#world = world;
  }

  static async open(world: Stage): Promise<Doors> {
    const doors = new Doors(world);
    const webinarId = world.webinar(0).id;
    await doors.#opens(details, { ownerId: world.idOf('dev'), webinarId: null });
    await doors.#opens(contestDetails, { ownerId: world.idOf('ada'), webinarId });
    return doors;
  }

  async #opens(form: object, { ownerId, webinarId }: { ownerId: PersonId; webinarId: WebinarId | null }) {
    const { parts } = this.#world.site;
    const where = { ownerId, webinarId, timeZone: 'Europe/Paris' };
    const code = await buildSurvey(parts, where, DetailsForm.parse(form));
    const { id, winners } = await parts.db.survey.findUniqueOrThrow({ where: { code } });
    await addQuestion(parts, id, QuestionForm.parse(wish));
    await publishSurvey(parts, { id, by: ownerId });
    this.surveys.push({ code, isDrawn: winners !== null });
  }

  survey(nth: number): { code: SurveyCode; isDrawn: boolean } {
    const survey = this.surveys[nth % this.surveys.length];
    if (survey === undefined) throw new Error('There is no survey.');
    return survey;
  }

  isAtWebinar = (path: string): boolean => this.surveys.some(({ code, isDrawn }) => isDrawn && path.includes(code));

  async signsUp(who: Who): Promise<void> {
    await this.#sends(who, '/newsletter', { email: this.#email(who) });
  }

  async registers(who: Who): Promise<void> {
    const [name, howHeard] = [this.#world.valueOf(who, 'name'), this.#world.valueOf(who, 'how_heard')];
    const rest = { timeZone: 'Europe/Paris', password: castPassword, policyVersion: '1' };
    await this.#sends(who, '/register', { name, email: this.#email(who), howHeard, ...rest });
  }

  /** Asks for what somebody stopped, and for the page on which a subscriber sees what is held. */
  async asksAgain(who: Who): Promise<void> {
    await this.#sends(who, '/letters/again', { email: this.#email(who), stream: 'account' });
    await this.#sends(who, '/newsletter/yours', { email: this.#email(who) });
  }

  async confirms(who: Who): Promise<void> {
    const path = (await this.#linksOf(who)).find((each) => each.startsWith('/newsletter/confirm/'));
    if (path !== undefined) await this.#world.asks(who, ['POST', path]);
  }

  /** Whatever a letter leads to: a confirmation, a page of one's own, the way out. */
  async follows(who: Who, nth: number): Promise<void> {
    const links = await this.#linksOf(who);
    const path = links[nth % links.length];
    if (path !== undefined) await this.#world.asks(who, ['GET', path]);
  }

  asksUs = (who: Who): Promise<void> => this.#sends(who, '/contact', { topic: 'other', ...this.#message(who) });

  async reports(who: Who): Promise<void> {
    await this.#sends(who, `/offers/${await firstOffer(this.#world.site.parts)}/report`, this.#message(who));
  }

  async answers(who: Who, nth: number): Promise<void> {
    const { code, isDrawn } = this.survey(nth);
    const address = isDrawn && !hasAccount(who) ? { email: this.#email(who) } : {};
    await this.#sends(who, `/surveys/${code}`, { q1: this.#world.valueOf(who, 'survey_answer'), ...address });
  }

  /** The page of a question or of an entry that is theirs. */
  async looksAtOwn(who: Who, nth: number): Promise<void> {
    const { parts } = this.#world.site;
    const { tickets, entries } = await this.rowsOf(who);
    const paths = [
      ...tickets.map((id) => `/tickets/${linkSecret(parts, letterKey(id))}`),
      ...entries.map((id) => `/entries/${entryToken(parts, id)}`),
    ];
    const path = paths[nth % paths.length];
    if (path !== undefined) await this.#world.asks(who, ['GET', path]);
  }

  async readsAnswers(who: Who, nth: number, as: 'page' | 'table'): Promise<void> {
    await this.#world.asks(who, ['GET', `/surveys/${this.survey(nth).code}/results${as === 'table' ? '.csv' : ''}`]);
  }

  /** Closes Ada's contest and draws who wins; letters go to them. */
  async draws(who: Who): Promise<void> {
    for (const act of ['closing', 'draw'] as const)
      await this.#world.asks(who, ['POST', `/surveys/${this.survey(1).code}/${act}`]);
    await this.#world.asks('stranger', ['GET', `/contests/${this.survey(1).code}/draw`]);
  }

  async opensQuestion(who: Who, nth: number): Promise<void> {
    const id = await this.#question(nth);
    if (id !== undefined) await this.#world.asks(who, ['GET', `/admin/tickets/${id}`]);
  }

  async answersQuestion(who: Who, nth: number): Promise<void> {
    const id = await this.#question(nth);
    if (id !== undefined) await this.#world.asks(who, ['POST', `/admin/tickets/${id}/answers`], { message: 'Any.' });
  }

  async #question(nth: number): Promise<string | undefined> {
    const all = await Promise.all(WHO.map((who) => this.rowsOf(who)));
    const tickets = all.flatMap((rows) => rows.tickets);
    return tickets[nth % tickets.length];
  }

  /** Settles the first report of theirs that is still open. */
  async settlesReport(who: Who, nth: number): Promise<void> {
    const whose = WHO[nth % WHO.length] ?? 'noor';
    const { reports } = await this.rowsOf(whose);
    for (const id of reports.slice(0, 1))
      await this.#world.asks(who, ['POST', `/admin/reports/${id}/settlement`], { outcome: 'kept' });
  }

  /** Writes an issue and lets it leave at once, to everybody who confirmed. */
  async sendsNews(who: Who): Promise<void> {
    const { location } = await this.#world.asks(who, ['POST', '/admin/newsletters'], ISSUE);
    const [path] = /^\/admin\/newsletters\/[0-9a-f-]+/.exec(location ?? '') ?? [];
    if (path === undefined) return;
    await this.#world.asks(who, ['POST', `${path}/test`]);
    await this.#world.asks(who, ['POST', `${path}/sending`], { at: '' });
    await this.#world.asks(who, ['GET', path]);
  }

  /** Hands figures over to another company, and takes the file along. */
  async givesFigures(who: Who): Promise<void> {
    const published = await this.#world.site.parts.db.publishedFigure.findFirstOrThrow();
    const day = dayOf(published.day);
    const giving = { recipient: 'Klarzahl GmbH', reason: 'A talk about webinars', from: day, to: day };
    await this.#world.asks(who, ['POST', '/admin/statistics/figures'], giving);
    const { html } = await this.#world.asks(who, ['GET', '/admin/statistics/figures']);
    const [, file] = /href="(\/admin\/statistics\/figures\/\d+\/figures\.csv)"/.exec(html) ?? [];
    if (file !== undefined) await this.#world.asks(who, ['GET', file]);
  }

  looksUp = (who: Who, email: string) =>
    this.#world.asks(who, ['POST', '/admin/suppression/look-up'], {
      email: email === '' ? 'x@anymeeting.example' : email,
    });

  async #sends(who: Who, path: string, form: Form): Promise<void> {
    await this.#world.asks(who, ['POST', path], form);
    await this.rowsOf(who);
  }

  #message(who: Who): Form {
    const told: Form = hasAccount(who) ? { tellsAccount: 'yes' } : { email: this.#email(who) };
    return { message: this.#world.valueOf(who, 'message'), ...told };
  }

  #email(who: Who): string {
    return this.#world.valueOf(who, 'email');
  }

  async #linksOf(who: Who): Promise<string[]> {
    await this.#world.delivered();
    return this.#world.lettersTo(who).flatMap(({ links }) => links.map((link) => new URL(link).pathname));
  }

  /** What somebody left at these doors and is still there. From now on it is known to be theirs. */
  async rowsOf(who: Who): Promise<{ tickets: string[]; reports: string[]; entries: string[] }> {
    const { db } = this.#world.site.parts;
    const text = this.#world.valueOf(who, 'message');
    const answer = this.#world.valueOf(who, 'survey_answer');
    const email = this.#email(who);
    const messages = await db.ticketMessage.findMany({ where: { text }, select: { ticketId: true } });
    const reports = await db.linkReport.findMany({ where: { text }, select: { id: true } });
    const entries = await db.surveyEntry.findMany({ where: { answers: { contains: answer } }, select: { id: true } });
    const subscribers = await db.subscriber.findMany({ where: { email }, select: { id: true } });
    const people = await db.person.findMany({ where: { email }, select: { id: true } });

    const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);
    const tickets = messages.map(({ ticketId }) => ticketId);
    for (const id of [...tickets, ...idsOf(reports), ...idsOf(entries), ...idsOf(subscribers), ...idsOf(people)])
      this.#world.owns(who, id);
    return { tickets: [...new Set(tickets)], reports: idsOf(reports), entries: idsOf(entries) };
  }

  /** Visits were counted under pseudonyms that are for nobody's eyes, and so is what they were made with. */
  async plantVisits(plant: (value: string) => void): Promise<void> {
    const { db, visits } = this.#world.site.parts;
    await visits.settled();
    for (const { pseudonym } of await db.visitFact.findMany({ distinct: ['pseudonym'] })) plant(pseudonym);
    for (const { salt } of await db.dailySalt.findMany()) plant(salt);
  }
}
