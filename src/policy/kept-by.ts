/** What keeps a sentence that no rule of the catalogue keeps, as people read it. Each promise and permission is in one of the two. */
export const keptBy: Readonly<Record<string, string>> = {
  'PP-01.1': 'Registering writes down which version was shown. A visit writes down nothing about anybody.',
  'PP-01.2': 'A published text cannot be changed, not even in the database, and the date is that of its publication.',
  'PP-01.3': 'Going on is written down once for each version, and can never count as a permission.',
  'PP-02.1': 'Each value is stored with the moment at which it came, and there are only these four.',
  'PP-02.2': 'The form asks these four and a password. One that brings more is turned down.',
  'PP-02.3': 'These fields may stay empty, in the form and in the database.',
  'PP-03.0': 'Each use names its purpose, and there is no seventh to name.',
  'PP-03.5':
    'Answers go to whoever asked, as the form says, and to no list. They are deleted on the day that it names.',
  'PP-06.1': 'Letters about an account go to its own address. News goes only where it was asked for and confirmed.',
  'PP-06.2':
    'One program writes the foot of every letter, and the database takes none without it. A stop waits for the letter that is leaving; after it the database lets none go.',
  'PP-07.3': 'Figures are kept by the day, under a pseudonym that is thrown away.',
  'PP-07.4': 'The cookie holds the settings and nothing that says who you are.',
  'PP-07.6': 'Every cookie stands in the table below, with what it is for.',
  'PP-08.2': 'A helper can be entered for purposes of ours only, and gets nothing outside of them.',
  'PP-09.1': 'What is not allowed is denied, and whatever reaches somebody else leaves a row that you can read.',
  'PP-11.1':
    'A link that leads away is put there by us and named as one. Nothing is fetched from there before somebody follows it.',
  'PP-11.4':
    'Each such link has a form to report it, without an account. Our staff pull a bad one, and it is gone at once.',
  'PP-12.1': 'What that act asks to be said is said below, and signals of your browser are obeyed.',
  'PP-12.2': 'Nothing opens for an outside party without the number of your opt-in.',
  'PP-13.1': 'The age question comes before anything personal is asked, at every door.',
  'PP-13.2': 'Whoever is younger is told so kindly, and nothing of them is stored.',
  'PP-14.1': 'Using the site is taken note of, and grants nothing that asks for an opt-in.',
  'PP-15.1': 'Publishing is the only way to change a text, and it sets the date.',
};
