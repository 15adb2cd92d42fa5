import { Client } from 'pg';

/** Whether a login is let in. Why it is not, the caller finds out by what it does next. */
export async function getsIn(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}
