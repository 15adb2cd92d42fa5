import pino from 'pino';

/** Facts are ids, counts and codes. The type takes no objects, so a person cannot slip into the log inside one. */
export type Facts = Record<string, string | number | boolean | undefined>;

export type Log = {
  debug(event: string, facts?: Facts): void;
  info(event: string, facts?: Facts): void;
  warn(event: string, facts?: Facts): void;
  /** `error` is reduced to name, code and stack: messages of libraries quote values. */
  error(event: string, error: unknown, facts?: Facts): void;
};

/** Names under which a value is never written, whatever a caller does. */
const REDACTED = ['name', 'email', 'address', 'password', 'token', 'cookie', 'authorization', 'subject', 'to', 'text'];

export function openLog(level: string, out: pino.DestinationStream = pino.destination(1)): Log {
  const log = pino({ level, base: null, redact: REDACTED, timestamp: pino.stdTimeFunctions.isoTime }, out);

  return {
    debug: (event, facts) => log.debug(facts ?? {}, event),
    info: (event, facts) => log.info(facts ?? {}, event),
    warn: (event, facts) => log.warn(facts ?? {}, event),
    error: (event, error, facts) => log.error({ ...facts, ...described(error) }, event),
  };
}

function described(error: unknown): Facts {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = 'code' in error ? String(error.code) : undefined;
  // The first line of a stack repeats the message, which may quote a value; the frames below cannot.
  const frames = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
  return { kind: error.constructor.name, code, stack: frames };
}
