/** The only source of "now". Tests hand in their own, so that a day can pass in a line. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
