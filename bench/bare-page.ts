import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The baseline of a page: its bytes are there already, and so are its headers. */
export type Page = { headers: Record<string, string | string[]>; body: string };

process.once('message', ({ headers, body }: Page) => {
  const server = createServer((_request, response) => {
    response.writeHead(200, headers);
    response.end(body);
  });
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });
});
process.on('disconnect', () => process.exit());
