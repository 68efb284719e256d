/** What the tests use of Node, where @types/node cannot be had: `script/lib/web_modules` puts it into its place. */
declare module 'node:test' {
  type Work = () => void | Promise<void>;
  export default function test(name: string, work: Work): Promise<void>;
  export function before(work: Work): void;
  export function after(work: Work): void;
}

declare module 'node:assert/strict' {
  interface Assert {
    equal<Value>(actual: unknown, expected: Value, message?: string): asserts actual is Value;
    notEqual(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    ok(value: unknown, message?: string): asserts value;
    match(value: string, pattern: RegExp, message?: string): void;
    rejects(work: Promise<unknown>, kind: new (...given: never[]) => Error): Promise<void>;
    doesNotMatch(value: string, pattern: RegExp, message?: string): void;
  }
  const assert: Assert;
  export default assert;
}

declare module 'node:net' {
  export interface AddressInfo {
    readonly port: number;
  }
}

declare module 'node:http' {
  export interface IncomingMessage {
    readonly method?: string;
    readonly url?: string;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    on(event: 'data', listener: (piece: Buffer) => void): this;
    on(event: 'end', listener: () => void): this;
  }
  export interface ServerResponse {
    writeHead(status: number, headers?: Readonly<Record<string, string>>): this;
    write(text: string): boolean;
    end(text?: string): this;
    destroy(): this;
  }
  export interface Server {
    listen(port: number, host: string, listener: () => void): this;
    address(): unknown;
    closeAllConnections(): void;
    close(): void;
  }
  export function createServer(listener: (request: IncomingMessage, response: ServerResponse) => void): Server;
}

interface Buffer extends Uint8Array {
  toString(): string;
}
declare const Buffer: { from(content: string | readonly number[]): Buffer };
declare function setImmediate(work: (value: void) => void): void;
