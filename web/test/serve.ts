import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before } from 'node:test';

/** Starts a real server for every request of this file's tests. Pages use relative URLs, which Node's fetch does not support. */
export function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): void {
  const server = createServer(answer);
  const direct = globalThis.fetch;
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    globalThis.fetch = (input, init) => direct(`http://127.0.0.1:${port}${String(input)}`, init);
  });
  after(() => {
    globalThis.fetch = direct;
    server.closeAllConnections();
    server.close();
  });
}
