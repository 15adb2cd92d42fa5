import { describe, expect, test } from 'vitest';
import { type Canary, type Exit, judge, type Rows, spellingsOf } from './canary.ts';

describe('the judge of what left', () => {
  const at = new Date('2026-12-08T12:00Z');
  const chloe: Canary = { about: new Set(['chloe']), category: 'email', value: "chloé.7f3a's@anymeeting.example" };
  const exit = (bytes: string, more: Partial<Exit> = {}): Exit => {
    return { by: 'page', to: new Set(['ada']), bytes, typed: '', at, during: 'a test', ...more };
  };
  const nothing: Rows = { releases: [], looks: [], decisions: [] };
  const release = {
    ...{ id: 7n, at, rule: 'share-email-with-host', clauseId: 'PP-09.2', policyVersionId: 1, subject: 'chloe' },
    ...{ category: 'email', purpose: 'conferencing', recipientKind: 'host', recipientId: 'ada' },
    ...{ proofKind: 'opt_in', proofRef: '3', visibleAfter: at },
  };
  const decision = {
    ...{
      id: 3n,
      subject: 'chloe',
      purpose: 'share-email',
      recipientKind: 'host',
      recipientId: 'ada',
      fields: ['email'],
    },
    ...{ act: 'grant' as const, clauseId: 'PP-09.2', policyVersionId: 1, acknowledgedVersionId: null },
    ...{ surface: 'webinar', shownTextSha256: '', at },
  };
  const granted: Rows = { releases: [release], looks: [], decisions: [decision] };
  const reason = (where: Exit, rows: Rows) => judge(where, [chloe], rows).map(({ because }) => because);

  test.each(spellingsOf(chloe.value).map(({ name, written }) => ({ name, written })))(
    'sees a value written as $name, with nothing that explains it',
    ({ written }) => {
      expect(reason(exit(`before ${written} after`), nothing)).toEqual([undefined]);
    },
  );

  test('sees a value in the middle of other bytes in base64', () => {
    for (const before of ['', 'x', 'xy', 'xyz']) {
      const letters = Buffer.from(`${before}${chloe.value} and more`).toString('base64');
      expect(reason(exit(letters), nothing)).toEqual([undefined]);
    }
  });

  test('lets the person have their own, whoever typed it have it back, and nobody have it in the log', () => {
    expect(reason(exit(chloe.value, { to: new Set(['chloe']) }), nothing)).toEqual(['own']);
    expect(reason(exit(chloe.value, { typed: chloe.value }), nothing)).toEqual(['typed']);
    expect(reason(exit(chloe.value, { by: 'log', to: new Set(['chloe']) }), granted)).toEqual([undefined]);
  });

  test('takes a release for what it says, and for nothing else', () => {
    expect(reason(exit(chloe.value), granted)).toEqual(['release']);

    const wrong = { subject: 'ben', category: 'name', recipientId: 'ben', clauseId: 'PP-09.1', purpose: 'law' };
    for (const [field, value] of Object.entries({ ...wrong, rule: 'no-such-rule', recipientKind: 'participants' })) {
      const rows = { ...granted, releases: [{ ...release, [field]: value }] };
      expect(reason(exit(chloe.value), rows), field).toEqual([undefined]);
    }
    expect(reason(exit(chloe.value, { at: new Date(at.getTime() - 1) }), granted), 'written later').toEqual([
      undefined,
    ]);
  });

  test('takes what was answered for whoever asked, and for nobody else', () => {
    const answer: Canary = { about: new Set(['chloe', 'entry']), category: 'survey_answer', value: 'rye 7f3a' };
    const told = {
      ...{ ...release, rule: 'tell-organiser', clauseId: 'PP-03.5', category: 'survey_answer', subject: 'entry' },
      ...{ purpose: 'site_features', recipientKind: 'organiser', proofKind: 'service', proofRef: 'survey' },
    };
    const reasons = (to: string) =>
      judge(exit(answer.value, { to: new Set([to]) }), [answer], { ...nothing, releases: [told] }).map(
        ({ because }) => because,
      );

    expect(reasons('ada')).toEqual(['release']);
    expect(reasons('eve')).toEqual([undefined]);
    expect(reasons('chloe')).toEqual(['own']);
  });

  test('takes the release of a host’s name for whoever has been to the webinar, and other names for its pages alone', () => {
    const host: Canary = { about: new Set(['ada']), category: 'name', value: 'Ada 7f3a' };
    const toAll = { ...release, clauseId: 'PP-03.4', subject: 'ada', category: 'name', proofKind: 'service' };
    const rows = (rule: string): Rows => {
      return { ...nothing, releases: [{ ...toAll, rule, recipientKind: 'participants', recipientId: 'bread' }] };
    };
    const reasons = (rule: string, more: Partial<Exit>) =>
      judge(exit(host.value, { to: new Set(['ben']), ...more }), [host], rows(rule)).map(({ because }) => because);

    expect(reasons('name-host', { knows: new Set(['bread']) })).toEqual(['release']);
    expect(reasons('name-host', { knows: new Set(['mushrooms']) })).toEqual([undefined]);
    expect(reasons('carry-into-room', { knows: new Set(['bread']) })).toEqual([undefined]);
    expect(reasons('carry-into-room', { webinarId: 'bread' })).toEqual(['release']);
  });

  test('takes no release that rests on an opt-in which was taken back', () => {
    const withdrawn = { ...decision, id: 4n, act: 'withdraw' as const };
    expect(reason(exit(chloe.value), { ...granted, decisions: [decision, withdrawn] })).toEqual([undefined]);
    expect(reason(exit(chloe.value), { ...granted, decisions: [] })).toEqual([undefined]);
  });

  test('takes a look of staff for those fields and those eyes alone', () => {
    const look = {
      ...{ id: 1n, at, actor: 'eve', subject: 'chloe', clauseId: 'PP-03.3', purpose: 'customer_service' },
      ...{ view: '/admin/people', fields: ['email'], ticketId: null },
    };
    const eve = { to: new Set(['eve']) };

    expect(reason(exit(chloe.value, eve), { ...nothing, looks: [look] })).toEqual(['look']);
    expect(reason(exit(chloe.value), { ...nothing, looks: [look] })).toEqual([undefined]);
    expect(reason(exit(chloe.value, eve), { ...nothing, looks: [{ ...look, fields: ['name'] }] })).toEqual([undefined]);
  });
});
