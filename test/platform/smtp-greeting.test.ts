import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { relayCertificate } from '../support/relay-certificate.ts';
import { always, carrierTo, closeAll, closing, greeting, letter, relayThat } from '../support/relay-that.ts';

afterEach(closeAll);

test('with a name and a password it signs in, and is told when they are wrong without repeating them', async () => {
  const accepted: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth({ username, password, method }, _session, done) {
      const isRight = username === 'us@example.org' && password === 'p@ss:word';
      if (isRight) accepted.push(method);
      done(isRight ? null : new Error('no'), isRight ? { user: 'us' } : undefined);
    },
    onData: (stream, _session, done) => void stream.on('end', done).resume(),
  });
  server.on('error', () => {});
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  closing.push(() => new Promise<void>((done) => server.close(() => done())));
  const at = (userinfo: string) => `smtp://${userinfo}@127.0.0.1:${(listener.address() as AddressInfo).port}`;

  const carrier = await carrierTo(at('us%40example.org:p%40ss%3Aword'));
  expect(await carrier.hand(letter('Hello\r\n'), always)).toMatchObject({ verdict: 'taken' });
  expect(accepted).toEqual(['PLAIN']);
  await expect(greeting(at('us%40example.org:wrong'))).rejects.toThrow(/^The relay answered 535\.$/);
});

test.each([true, false])(
  'with somebody who proves their name it speaks in private (from the start: %s)',
  async (secure) => {
    const heard: { secure: boolean; text: string }[] = [];
    const server = new SMTPServer({
      ...{ ...relayCertificate, secure, authMethods: ['PLAIN'] },
      onAuth: (_auth, _session, done) => done(null, { user: 'us' }),
      onData(stream, session, done) {
        stream.on('data', (chunk) => heard.push({ secure: session.secure, text: String(chunk) })).on('end', done);
      },
    });
    server.on('error', () => {});
    const listener = server.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    closing.push(() => new Promise<void>((done) => server.close(() => done())));
    const url = `${secure ? 'smtps' : 'smtp'}://us:secret@localhost:${(listener.address() as AddressInfo).port}`;

    await expect(greeting(url)).rejects.toThrow(/certificate/);
    const trusted = getCACertificates('default');
    setDefaultCACertificates([...trusted, relayCertificate.cert]);
    closing.push(() => setDefaultCACertificates(trusted));
    const carrier = await carrierTo(url);
    expect(await carrier.hand(letter('Hello\r\n'), always)).toMatchObject({ verdict: 'taken' });
    expect(heard).toEqual([{ secure: true, text: 'Subject: Words\r\n\r\nHello\r\n' }]);
  },
);

test('where the relay cannot say PLAIN, LOGIN does; where it can say neither, nothing secret is said', async () => {
  const heard: string[] = [];
  const login = await relayThat(
    (line) => {
      heard.push(line);
      if (line === 'AUTH LOGIN' || line === 'dXM=') return '334 go on';
      else return line === 'c2VjcmV0' ? '235 welcome' : undefined;
    },
    ['AUTH CRAM-MD5 LOGIN'],
  );
  await carrierTo(login.url.replace('//', '//us:secret@'));
  expect(heard.slice(1)).toEqual(['AUTH LOGIN', 'dXM=', 'c2VjcmV0']);

  const neither = await relayThat(() => undefined, ['AUTH CRAM-MD5']);
  const url = neither.url.replace('//', '//us:secret@');
  await expect(greeting(url)).rejects.toThrow('takes no name and password');
  expect(neither.said.join('')).not.toMatch(/AUTH|c2VjcmV0/);
});

test('what is said in the open after the relay agreed to TLS ends the conversation', async () => {
  const relay = await relayThat(
    (line) => (line === 'STARTTLS' ? '220 go on\r\n250 anybody on the way could say this' : undefined),
    ['STARTTLS'],
  );
  await expect(greeting(relay.url)).rejects.toThrow('before it could be said in private');
});
