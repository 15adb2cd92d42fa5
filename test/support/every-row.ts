import type { Parts } from '#src/platform/parts.ts';

/** Every table of ours with a sum over all its rows: two of these are equal when nothing has changed. */
export async function everyRow({ db }: Pick<Parts, 'db'>): Promise<Record<string, string>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`;
  const sums = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = `SELECT md5(coalesce(string_agg(t::text, ' ' ORDER BY t::text), '')) AS sum FROM "${name}" t`;
      const [{ sum } = { sum: '' }] = await db.$queryRawUnsafe<{ sum: string }[]>(rows);
      return [name, sum] as const;
    }),
  );
  return Object.fromEntries(sums);
}
