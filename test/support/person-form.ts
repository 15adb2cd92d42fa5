import { cast, castPassword } from '#prisma/cast.ts';

/** What Dev types to register. */
export const person = {
  name: cast.dev.name,
  email: cast.dev.email,
  howHeard: cast.dev.howHeard,
  timeZone: cast.dev.timeZone,
  password: castPassword,
};
