import { expect, test } from 'vitest';
import { places, read } from './sources.ts';

const views = read('views/**/*.hbs');
const partial = views.get('views/partials/third-party-link.hbs') ?? '';
const others = new Map([...views].filter(([path]) => path !== 'views/partials/third-party-link.hbs'));

/** Other links that lead away, each with what marks it. */
const MARKED = [/^views\/partials\/ad-slot\.hbs:\d+ .*another company with <a href="[^"]*" rel="noopener noreferrer/];

test('one partial leads to other companies, and no template links there by itself (PP-11.2)', () => {
  const leading = [
    ...places(others, /<a [^>]*href="(?:https?:)?\/\//),
    ...places(others, /href="\{\{(?!site\.baseUrl)[^}]*[uU]rl[^}]*\}\}/),
  ];
  expect(leading.filter((line) => !MARKED.some((mark) => mark.test(line)))).toEqual([]);
});

test('that partial marks the link, names the company and its policy, and takes nothing along', () => {
  const links = partial.match(/<a [^>]*>/g) ?? [];
  expect(links).toHaveLength(2);
  for (const link of links) {
    expect(link).toContain('rel="noopener noreferrer nofollow"');
    expect(link).toContain('referrerpolicy="no-referrer"');
  }
  for (const words of ['Third party', 'its own privacy policy applies there, not ours', 'href="{{policy}}"'])
    expect(partial).toContain(words);
});

test('nothing of another company is fetched or embedded by a page', () => {
  const fetched =
    /<(?:img|iframe|script|link|object|embed|source|video|audio)[^>]*(?:src|href|data)="(?:(?:https?:)?\/\/|\{\{[^}]*[uU]rl)/;
  expect(places(views, fetched)).toEqual([]);
  expect(places(views, /rel="(?:prefetch|preconnect|dns-prefetch)"/)).toEqual([]);
});
