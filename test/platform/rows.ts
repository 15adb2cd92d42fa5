/** Somebody's id, as SQL. */
export const ANYBODY = `'a0a0a0a0-0000-4000-8000-000000000001'`;
const SOMEBODY_ELSE = `'a0a0a0a0-0000-4000-8000-000000000002'`;
const MONDAY = `'2026-11-23T12:00:00Z'`;
const CONTEST = `'a0a0a0a0-0000-4000-8000-000000000003'`;
const SEED = `'${'5'.repeat(64)}'`;
const HASH = `'${'a'.repeat(64)}'`;

/** A contest that has ended and that nobody entered, as SQL: what there is to draw. */
export const endedContest: readonly string[] = [
  `INSERT INTO "Person" ("id", "name", "email", "howHeard", "timeZone", "passwordHash", "policyVersionId", "agePassedAt", "changedAt", "createdAt")
   VALUES (${SOMEBODY_ELSE}, 'Dev', 'dev@anymeeting.example', 'A friend', 'UTC', 'none', 1, ${MONDAY}, ${MONDAY}, ${MONDAY})`,
  `INSERT INTO "Survey" ("id", "code", "kind", "title", "intro", "purpose", "questions", "ownerId", "createdAt", "changedAt", "endsAt", "keepDays", "winners", "seed", "seedSha256")
   VALUES (${CONTEST}, 'abcdefghijkm', 'contest', 'Win a bag of spawn', '', 'To draw who gets it', '[]', ${SOMEBODY_ELSE}, ${MONDAY}, ${MONDAY}, ${MONDAY}, 30, 1, ${SEED}, encode(sha256(convert_to(${SEED}, 'UTF8')), 'hex'))`,
];

/** One row of each append-only table as SQL, in the order in which they refer to one another. */
export const aRowOf: Record<string, Record<string, string>> = {
  AuditNote: { at: MONDAY, event: `'account.opened'` },
  PolicyVersion: {
    ...{ id: '1', publishedAt: `'2026-03-01T23:30:00Z'`, effectiveAt: `'2026-03-02Z'`, lastModified: `'2026-03-01'` },
    ...{ bodySha256: HASH, body: `'[]'`, catalogue: `'[]'` },
  },
  PolicyProposal: {
    ...{ at: MONDAY, by: ANYBODY, baseVersionId: '1', effectiveAt: MONDAY, bodySha256: HASH, body: `'[]'` },
    ...{ houseRules: `'[]'`, catalogueSha256: HASH, catalogue: `'[]'` },
  },
  ConsentEvent: {
    ...{ subject: ANYBODY, purpose: `'share-email'`, recipientKind: `'host'`, recipientId: SOMEBODY_ELSE },
    ...{ fields: `'{email}'`, act: `'grant'`, clauseId: `'PP-09.2'`, policyVersionId: '1', surface: `'webinar'` },
    ...{ shownTextSha256: HASH, at: MONDAY },
  },
  PrivacyDirective: { subject: ANYBODY, kind: `'gpc'`, act: `'set'`, source: `'header'`, at: MONDAY },
  Release: {
    ...{ at: MONDAY, rule: `'name-host'`, clauseId: `'PP-03.4'`, policyVersionId: '1', subject: ANYBODY },
    ...{ category: `'name'`, purpose: `'conferencing'`, recipientKind: `'participants'`, recipientId: `'webinar'` },
    ...{ proofKind: `'service'`, proofRef: `'webinar'`, visibleAfter: MONDAY },
  },
  AccessLog: {
    ...{ at: MONDAY, actor: SOMEBODY_ELSE, subject: ANYBODY, clauseId: `'PP-03.3'`, purpose: `'customer_service'` },
    ...{ view: `'/admin/people'`, fields: `'{name}'` },
  },
  Processor: {
    ...{ id: `'letters'`, name: `'Letters Ltd'`, kind: `'relay'`, hosts: `'{smtp.example.org:587}'` },
    ...{ purposes: `'{conferencing}'`, categories: `'{email}'`, agreementSha256: HASH, addedBy: ANYBODY },
    ...{ signedAt: `'2026-01-01Z'`, validUntil: `'2027-01-01Z'`, addedAt: MONDAY },
  },
  ProcessorApproval: { processorId: `'letters'`, approvedBy: SOMEBODY_ELSE, at: MONDAY },
  ProcessorEnd: { processorId: `'letters'`, endedBy: ANYBODY, at: MONDAY },
  MailEvent: {
    ...{ addressHash: `'${'h'.repeat(43)}'`, stream: `'news'`, act: `'requested'`, source: `'form'` },
    ...{ tokenHash: `'${'t'.repeat(43)}'`, at: MONDAY },
  },
  Draw: { surveyId: CONTEST, seed: SEED, numbers: `'{}'`, winners: `'{}'`, drawnBy: ANYBODY, at: MONDAY },
  PublishedFigure: { day: `'2026-11-22'`, cut: `'page'`, cell: `'home'`, value: '15', at: MONDAY },
  FigureHandout: {
    ...{ recipient: `'Klarzahl GmbH'`, reason: `'A talk about us'`, fromDay: `'2026-11-22'`, toDay: `'2026-11-22'` },
    ...{ rows: '1', givenBy: ANYBODY, at: MONDAY },
  },
};
