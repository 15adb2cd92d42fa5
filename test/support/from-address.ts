import { request } from 'node:http';

export type Heard = { status: number; headers: Record<string, unknown>; body: string };

type Asking = { url: string; path: string; form: Record<string, string>; cookies: ReadonlyMap<string, string> };

/** Sends a form from one of the addresses of this machine, 127.0.0.1 to 127.255.255.254, as a visitor elsewhere would. */
export function postFrom(localAddress: string, { url, path, form, cookies }: Asking): Promise<Heard> {
  const { promise, resolve, reject } = Promise.withResolvers<Heard>();
  const { port, host } = new URL(url);
  const headers = {
    host,
    'origin': url,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/x-www-form-urlencoded',
    'cookie': [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  };
  const asked = request({ host: '127.0.0.1', port, path, method: 'POST', localAddress, headers }, (answer) => {
    let body = '';
    answer.setEncoding('utf8');
    answer.on('data', (chunk) => {
      body += chunk;
    });
    answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
  });
  asked.on('error', reject);
  asked.end(new URLSearchParams(form).toString());
  return promise;
}
