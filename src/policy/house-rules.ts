/**
 * Our own rules where the policy is silent. They stand below it and apart from it, and may only narrow: `forbids` names
 * combinations by category, and a test shows that nothing becomes allowed by any of them.
 */
export type HouseRule = { id: string; title: string; sentence: string };

export const houseRules: readonly HouseRule[] = [
  {
    id: 'HR-01',
    title: 'Recording',
    sentence: 'Nothing is recorded. Should recording come, nobody is recorded who has not agreed for themselves.',
  },
  {
    id: 'HR-02',
    title: 'How long we keep things',
    sentence: 'Each kind of information is kept as long as the table below says, and no longer.',
  },
  {
    id: 'HR-03',
    title: 'Network addresses',
    sentence: 'Your network address carries sound and picture to you and slows down attackers. It is not stored.',
  },
  {
    id: 'HR-04',
    title: 'Chat',
    sentence: 'What is written in a room is kept in memory only and ends with the room.',
  },
  {
    id: 'HR-05',
    title: 'If something leaks',
    sentence: 'If your information gets out through a fault of ours, we tell you within 72 hours of knowing it.',
  },
];
