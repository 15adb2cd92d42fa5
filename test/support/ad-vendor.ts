import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AdVendor } from '#src/ads/ad-vendor.ts';

/** Another company with advertisements: it has an origin of its own, sets a cookie, and writes down whoever asks it. */
export type StubVendor = {
  vendor: AdVendor;
  /** Each request as it came: its address, and where it says it comes from. */
  asked: { url: string; referer: string | undefined }[];
  close(): Promise<void>;
};

export async function openStubVendor(): Promise<StubVendor> {
  const asked: StubVendor['asked'] = [];
  const server = createServer((req, res) => {
    asked.push({ url: req.url ?? '', referer: req.headers.referer });
    res.setHeader('Set-Cookie', 'viewer=1234; Path=/');
    res.setHeader('Content-Type', 'text/html');
    res.end('<!doctype html><html lang="en"><title>Shoes</title><p>Buy these shoes</p></html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    asked,
    vendor: {
      name: 'Shoes & Sons',
      elsewhere: { origin, policyUrl: 'https://shoes.example/privacy' },
      adFor: async (slot) => ({ id: 'shoes', frame: `${origin}/frame?slot=${slot}` }),
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
