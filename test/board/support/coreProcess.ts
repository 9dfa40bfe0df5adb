import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { parseStream, type Heard } from './wire.ts';

/** What the converters of the native build answer. */
export type Converter = 'N' | 'G';

/**
 * The firmware's core, built for this computer with every sanitiser, behind the records of `firmware/targets/host/main.c`.
 * Its clock stands still unless something takes time, so that a test says how much has passed.
 */
export class CoreProcess {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: { resolve: (bytes: Buffer) => void; reject: (reason: Error) => void }[] = [];
  private received = Buffer.alloc(0);
  private complaint = '';
  private ended: Error | null = null;

  constructor(program: string) {
    this.child = spawn(program, { stdio: 'pipe', env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' } });
    this.child.stderr.on('data', (bytes: Buffer) => (this.complaint += bytes.toString()));
    this.child.stdout.on('data', (bytes: Buffer) => this.take(bytes));
    this.child.stdin.on('error', () => undefined);
    this.child.on('close', (code) => {
      this.ended = new Error(`The core ended with ${code}: ${this.complaint}`);
      this.waiting.splice(0).forEach(({ reject }) => reject(this.ended!));
    });
  }

  private take(bytes: Buffer): void {
    this.received = Buffer.concat([this.received, bytes]);
    while (this.received.length >= 4) {
      const length = this.received.readUInt32LE(0);
      if (this.received.length < 4 + length) return;
      this.waiting.shift()!.resolve(Buffer.from(this.received.subarray(4, 4 + length)));
      this.received = this.received.subarray(4 + length);
    }
  }

  private record(kind: string, ...parts: Buffer[]): void {
    this.child.stdin.write(Buffer.concat([Buffer.from(kind), ...parts]));
  }

  private answer(kind: string, ...parts: Buffer[]): Promise<Buffer> {
    if (this.ended !== null) return Promise.reject(this.ended);
    this.record(kind, ...parts);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  /** Bytes arrive; answers what the board sends. */
  bytes(content: Uint8Array): Promise<Buffer> {
    const length = Buffer.alloc(2);
    length.writeUInt16LE(content.length);
    return this.answer('S', length, Buffer.from(content));
  }

  /** One line, its end added. */
  async say(...parts: (string | Buffer)[]): Promise<Heard> {
    const line = Buffer.concat([
      ...parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
      Buffer.from('\n'),
    ]);
    return parseStream(await this.bytes(line));
  }

  /** The answer to one line, whole; '' where there is none. */
  async ask(...parts: (string | Buffer)[]): Promise<string> {
    const { lines } = await this.say(...parts);
    return lines.join('\n');
  }

  /** The program goes on for so many turns of its loop. */
  async poll(turns: number): Promise<Heard> {
    return parseStream(await this.answer('P', number32(turns)));
  }

  async passTime(seconds: number): Promise<Heard> {
    return parseStream(await this.answer('T', number32(Math.round(seconds * 1e6))));
  }

  fault(kind: number): void {
    this.record('F', Buffer.from([kind]));
  }

  convert(converter: Converter, address: number, code: number): void {
    this.record(converter, Buffer.from([address, code]));
  }

  /** A node's voltage is that of an output. */
  follow(address: number, channel: number): void {
    this.record('L', Buffer.from([address, channel]));
  }

  /** Every pulse is measured so many ticks too long; 32767: the line does not follow. */
  pulseError(ticks: number): void {
    const value = Buffer.alloc(2);
    value.writeInt16LE(ticks);
    this.record('E', value);
  }

  reset(): void {
    this.record('R');
  }

  /** Everything that a command could change, as text to compare. */
  async state(): Promise<string> {
    return (await this.answer('D')).toString('latin1');
  }

  async close(): Promise<void> {
    if (this.ended !== null) return;
    const over = new Promise((resolve) => this.child.once('close', resolve));
    this.child.stdin.end();
    await over;
  }
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
