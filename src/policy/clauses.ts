/** What a sentence of the policy does. `M` is a permission: as far as it goes, and never further. */
export type ClauseKind = 'P' | 'M' | 'F' | 'D' | 'R' | 'X' | 'P/M' | 'R/P';

/** One sentence of the policy and the clause it states. The id is stable; the sentence changes only with a new version. */
export type Clause = { id: string; kind: ClauseKind; group: string; sentence: string };

/** The kinds as people read them beside a sentence. */
export const kindWords: Record<ClauseKind, string> = {
  'P': 'promise',
  'M': 'permission',
  'F': 'fact',
  'D': 'acceptance',
  'R': 'way to act',
  'X': 'meaning',
  'P/M': 'promise and permission',
  'R/P': 'way to act and promise',
};

const group = (heading: string, sentences: [id: string, kind: ClauseKind, sentence: string][]): Clause[] =>
  sentences.map(([id, kind, sentence]) => ({ id, kind, group: heading, sentence }));

/** The policy in our own words, in the order in which it is read. Published as a new version whenever a word changes. */
export const clauses: readonly Clause[] = [
  ...group('About this policy', [
    [
      'PP-00.1',
      'X',
      'In this policy, “we” are the people who run this site. It tells you what we learn about you here, and what becomes of it.',
    ],
    ['PP-01.1', 'D', 'Whoever registers here, or visits, is taken to know this policy and to agree to it.'],
    [
      'PP-01.2',
      'P',
      'We may revise it now and then. The last line of this page always carries the day of the latest revision, so that a look at it tells you whether anything is new.',
    ],
    ['PP-01.3', 'D', 'Going on to use the site once a new version stands here counts as accepting that version.'],
  ]),
  ...group('What we collect', [
    [
      'PP-02.1',
      'M',
      'You give us information at four moments: when you register, when you ask for our newsletter, when you answer a survey, and when you complete a form.',
    ],
    [
      'PP-02.2',
      'P',
      'Registering asks four things about you: your name, your e-mail address, how you came to hear of us, and your time zone.',
    ],
    [
      'PP-02.3',
      'M',
      'Now and then we ask for something more so that we can look after you better. It is marked optional, and leaving it empty costs you nothing.',
    ],
  ]),
  ...group('Advertising', [
    [
      'PP-02.4',
      'F',
      'Where this site shows advertising, Google supplies it as an outside vendor and uses cookies to do so.',
    ],
    [
      'PP-02.5',
      'F',
      'Its DART cookie, known today as DoubleClick, lets Google choose advertisements by the visits you pay to this site and to others.',
    ],
    [
      'PP-02.6',
      'R',
      'You can refuse the DART cookie on the page where Google states the privacy policy of its advertising and content network.',
    ],
  ]),
  ...group('What we use it for', [
    ['PP-03.0', 'M', 'What we collect may serve the six purposes below, and no other.'],
    ['PP-03.1', 'M', 'To fit the service to you, because what you tell us lets us answer what you in particular need.'],
    ['PP-03.2', 'M', 'To make the site better, guided by what you tell us about it.'],
    ['PP-03.3', 'M', 'To help you well when you turn to us with a question or a fault.'],
    ['PP-03.4', 'M', 'To hold webinars: to let people in, and to carry sound, picture and words between them.'],
    ['PP-03.5', 'M', 'To run a contest, a promotion, a survey or another part of the site in which you take part.'],
    ['PP-03.6', 'M', 'To write to you by e-mail from time to time.'],
  ]),
  ...group('What counts as personal', [
    [
      'PP-04.1',
      'X',
      'Information is personal when others can tell from it who you are: your name, your postal address, your e-mail address or your telephone number, and anything that works like one of these.',
    ],
    [
      'PP-04.2',
      'F',
      'By registering and by using the site you hand us some of it: your name, e-mail address, telephone number, postal address and zip code. Only the name and the e-mail address are ever required.',
    ],
  ]),
  ...group('Not for sale', [
    [
      'PP-05.1',
      'P',
      'Your personal information, whether others can already see it or not, is never sold, swapped, passed on or given to another company, whatever the reason, unless you agree. The one exception is what it takes to deliver what you asked for.',
    ],
  ]),
  ...group('What we send you', [
    [
      'PP-06.1',
      'M',
      'We may use the e-mail address of your account for news about that account and, now and then, for news of the company, of changes, and of products or services close to ours.',
    ],
    [
      'PP-06.2',
      'P',
      'If you want no more letters: the foot of every single one explains, step by step, how to stop those to come.',
    ],
  ]),
  ...group('Cookies and statistics', [
    [
      'PP-07.1',
      'X',
      'Yes, this site uses cookies. A cookie is a small file that a site can leave on your device when you visit it.',
    ],
    [
      'PP-07.2',
      'F',
      'A visit here may bring you one or more cookies of ours that tell your browser apart from every other.',
    ],
    [
      'PP-07.3',
      'M',
      'With their help we gather, keep and at times follow up figures about how the service is used, in order to improve it.',
    ],
    [
      'PP-07.4',
      'P',
      'Once you have registered, a cookie remembers your settings, so that you find the service as you arranged it.',
    ],
    [
      'PP-07.5',
      'F',
      'Advertisers and other outside parties may set cookies too. Those are theirs; we do not control them.',
    ],
    [
      'PP-07.6',
      'M',
      'We use cookies to know your preferences when you come again, to count advertisements, and to add up how the site is visited and used, so that what we build next serves you better.',
    ],
    ['PP-08.1', 'M', 'We may hire other firms to help us understand the visitors of this site.'],
    [
      'PP-08.2',
      'P',
      'Such a firm may use what it gathers for us only to help us run and improve our work, and for nothing of its own.',
    ],
  ]),
  ...group('Who else may see it', [
    [
      'PP-09.1',
      'P',
      'We do not sell or trade your personal information, and we do not hand it to outside parties in any other way.',
    ],
    [
      'PP-09.2',
      'P',
      'The only way it reaches a third party is by your permission: you opt in, and you agree that it is sent there.',
    ],
    [
      'PP-09.3',
      'P/M',
      'Helpers we trust to run the site, to do our work or to serve you are not meant by this, for as long as they have agreed to keep what they see confidential.',
    ],
    [
      'PP-10.1',
      'M',
      'We may release information about you where we judge that right in order to obey the law, to uphold the rules of this site, or to protect rights, property or safety, whether ours or those of other people.',
    ],
    [
      'PP-10.2',
      'M',
      'Figures about visitors that point to nobody may go to others for marketing, for advertising or for other ends.',
    ],
  ]),
  ...group('Links to others', [
    [
      'PP-11.1',
      'M',
      'Here and there, where we see fit, this site may show or offer products and services of third parties.',
    ],
    ['PP-11.2', 'F', 'Their sites follow privacy policies of their own, on which this one has no bearing.'],
    ['PP-11.3', 'X', 'We therefore do not answer for what such sites contain or do.'],
    [
      'PP-11.4',
      'P',
      'We care all the same that this site stays sound, and we are glad to hear what you find on the sites it links to.',
    ],
  ]),
  ...group('Your information is yours to change', [
    [
      'PP-12.1',
      'P',
      'Your privacy matters to us, and we have taken the steps that the California Online Privacy Protection Act asks for.',
    ],
    ['PP-12.2', 'P', 'Your personal information therefore goes to no outside party unless you have consented.'],
    [
      'PP-12.3',
      'R/P',
      'As that act provides, everybody who uses the site can change anything we hold about them whenever they like: sign in and open the page called “My Profile”.',
    ],
  ]),
  ...group('Children', [
    ['PP-13.1', 'P', 'We abide by the Children’s Online Privacy Protection Act.'],
    ['PP-13.2', 'P', 'The site, our products and our services are meant for people of thirteen and older.'],
  ]),
  ...group('Your agreement, and later changes', [
    ['PP-14.1', 'D', 'Using this site means that you consent to this policy.'],
    [
      'PP-15.1',
      'P',
      'Should we change it, the changes are posted here, and the date on the last line changes with them.',
    ],
  ]),
  ...group('Ask us', [
    ['PP-16.1', 'R', 'If this policy leaves you with a question, ask us: the ways to reach us stand right below.'],
    ['PP-16.2', 'R', 'One link there opens a message to us. You need no account for it.'],
    ['PP-16.3', 'F', 'The last line of this page says on which day the text above was last modified.'],
  ]),
];
