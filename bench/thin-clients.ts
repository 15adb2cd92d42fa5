import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { DtlsFingerprint, TransportOffer } from '../src/protocol/media.ts';

/** What a group has received and its publishers have sent so far; `layers` from the smallest picture to the largest. */
export type Tally = { up: number; packets: number; bytes: number; audio: number; layers: number[] };

/** When one client's transport was up and its first media packet arrived, in nanoseconds of the monotonic clock. */
export type ThinClient = { id: number; up: Promise<bigint>; heard: Promise<bigint> };

export type PublishedStreams = { microphone: number; camera: number[] };

/** Payload types the pretended browser publishes with. */
export const PAYLOAD = { microphone: 111, camera: 96 };

/** Compiles the load generator into `folder`. Throws with the line to run where Debian's packages for it are missing. */
export function compileThinClients(folder: string): string {
  const program = join(folder, 'thin-clients');
  const source = join(import.meta.dirname, 'thin-clients.c');
  try {
    execFileSync('gcc', ['-O2', '-Wall', '-Wextra', '-o', program, source, '-lssl', '-lcrypto'], { stdio: 'pipe' });
  } catch {
    throw new Error('The load generator does not compile. Run: apt-get install -y gcc libc6-dev libssl-dev');
  }
  return program;
}

/** One process that holds all pretended browsers. They share a certificate, which no server can tell. */
export class ThinClients {
  readonly fingerprints: DtlsFingerprint[];
  readonly pid: number;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Map<string, (words: string[]) => void>();
  #nextId = 0;

  static async start(program: string): Promise<ThinClients> {
    const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout });
    const [ready]: unknown[] = await once(lines, 'line');
    return new ThinClients(child, lines, String(ready).replace('ready ', ''));
  }

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>, lines: NodeJS.EventEmitter, value: string) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.fingerprints = [{ algorithm: 'sha-256', value }];
    lines.on('line', (line: string) => this.#hear(line.split(' ')));
  }

  /** Begins ICE and DTLS with what a server offered. */
  open(group: number, { iceParameters, iceCandidates }: TransportOffer): ThinClient {
    const id = this.#nextId++;
    const { usernameFragment, password } = iceParameters;
    const up = this.#word(`up ${id}`);
    const heard = this.#word(`first ${id}`);
    this.#tell('open', id, group, ...addressOf(iceCandidates), usernameFragment, password);
    return { id, up: up.then(([at]) => BigInt(at ?? 0)), heard: heard.then(([at]) => BigInt(at ?? 0)) };
  }

  /** Sends a microphone and a camera in three layers from now on. */
  publish(id: number, { microphone, camera }: PublishedStreams): void {
    this.#tell('publish', id, microphone, PAYLOAD.microphone, PAYLOAD.camera, ...camera);
  }

  /** `idle` sends one packet a second of each stream, so that no server takes them for dead. */
  pace(id: number, pace: 'full' | 'idle'): void {
    this.#tell('pace', id, pace);
  }

  async tally(group: number): Promise<Tally> {
    const counted = this.#word(`count ${group}`);
    this.#tell('count', group);
    const [, up = 0, packets = 0, bytes = 0, audio = 0, ...layers] = (await counted).map(Number);
    return { up, packets, bytes, audio, layers };
  }

  close(id: number): void {
    this.#tell('close', id);
  }

  stop(): void {
    this.#child.stdin.end();
  }

  #tell(...words: (string | number)[]): void {
    this.#child.stdin.write(`${words.join(' ')}\n`);
  }

  #word(key: string): Promise<string[]> {
    return new Promise((resolve) => this.#waiting.set(key, resolve));
  }

  #hear([event, id, ...words]: string[]): void {
    const key = `${event} ${id}`;
    this.#waiting.get(key)?.(words);
    this.#waiting.delete(key);
  }
}

function addressOf(candidates: object[]): [string, number] {
  for (const candidate of candidates as { protocol?: string; ip?: string; port?: number }[]) {
    if (candidate.protocol === 'udp' && candidate.ip !== undefined && candidate.port !== undefined) {
      return [candidate.ip, candidate.port];
    }
  }
  throw new Error('The server offers no UDP address.');
}
