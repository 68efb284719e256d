import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { EventParser, type ServerEvent } from '../src/lib/event-source.ts';
import { type Connection, EventClient, Refused } from '../src/lib/events.ts';

test('events are parsed from pieces of any size', () => {
  const text = 'retry: 2000\n\nid: a-1\nevent: status\ndata: {"x":1}\n\n:\n\nid: a-2\ndata: one\ndata: two\n\n';
  for (const size of [1, 3, 7, text.length]) {
    const parser = new EventParser();
    const events: ServerEvent[] = [];
    for (let at = 0; at < text.length; at += size) events.push(...parser.feed(text.slice(at, at + size)));
    assert.deepEqual(events, [{ type: 'status', data: '{"x":1}', id: 'a-1' }, {
      type: 'message',
      data: 'one\ntwo',
      id: 'a-2',
    }]);
    assert.equal(parser.lastID, 'a-2');
  }
});

test('an ID counts when its event is complete', () => {
  const parser = new EventParser();
  parser.feed('id: a-1\ndata: x\n\nid: a-2\ndata: y\n');
  assert.equal(parser.lastID, 'a-1');
});

test('an ID without an event is the position to continue from', () => {
  const parser = new EventParser();
  assert.deepEqual(parser.feed('retry: 2000\nid: a-7\n\n:\n\n'), [{ type: 'place', data: '', id: 'a-7' }]);
  assert.equal(parser.lastID, 'a-7');
});

test('the incomplete event of a broken stream is discarded', () => {
  const parser = new EventParser();
  parser.feed('id: a-1\ndata: x\n\nid: a-2\ndata: hal');
  parser.restart();
  assert.deepEqual(parser.feed('data: whole\n\n'), [{ type: 'message', data: 'whole', id: 'a-1' }]);
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Runs a client of a real server, which answers one connection after the other. */
async function connected(
  answers: Answer[],
  work: (client: EventClient, seen: ServerEvent[], states: Connection['state'][]) => Promise<void>,
): Promise<void> {
  const server = createServer((request, response) => answers.shift()?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const seen: ServerEvent[] = [];
  const client = new EventClient({
    pause: 5,
    silence: 150,
    async open(lastID, signal): Promise<Response> {
      const headers: Record<string, string> = lastID === undefined ? {} : { 'Last-Event-ID': lastID };
      const response = await fetch(`http://127.0.0.1:${port}/`, { signal, headers });
      if (response.status === 401) throw new Refused(401);
      if (!response.ok) throw new Error(String(response.status));
      return response;
    },
    event: (event) => seen.push(event),
  });
  const states: Connection['state'][] = [];
  client.connection.watch(() => states.push(client.connection.get().state));
  try {
    await work(client, seen, states);
  } finally {
    client.stop();
    server.closeAllConnections();
    server.close();
  }
}

/** Resolves when the client's connection is in this state. */
function reached(client: EventClient, state: Connection['state']): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (client.connection.get().state !== state) return;
      leave();
      resolve();
    };
    const leave = client.connection.watch(look);
    look();
  });
}

const stream: Answer = (_, response) =>
  response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('id: e-1\nevent: check\ndata: {}\n\n');

test('a broken stream reconnects from the last event received', async () => {
  let again: string | string[] | undefined;
  const answers: Answer[] = [
    (request, response) => {
      stream(request, response);
      setImmediate(() => setImmediate(() => response.destroy()));
    },
    (request, response) => {
      again = request.headers['last-event-id'];
      response.writeHead(200).write(':\n\n');
    },
  ];
  await connected(answers, async (client, seen) => {
    client.start();
    await reached(client, 'live');
    await reached(client, 'lost');
    await reached(client, 'live');
    assert.equal(seen.length, 1);
    assert.equal(again, 'e-1');
  });
});

test('a stream that the server ends in order reconnects without a report', async () => {
  let opened = 0;
  const count: Answer = (_, response) => {
    opened += 1;
    if (opened === 1) response.writeHead(200).end(':\n\n');
    else response.writeHead(200).write('data: second\n\n');
  };
  await connected([count, count], async (client, seen, states) => {
    client.start();
    while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(states, ['connecting', 'live']);
  });
});

test('a silent connection counts as lost', async () => {
  await connected([stream, stream], async (client) => {
    client.start();
    await reached(client, 'live');
    await reached(client, 'lost');
    await reached(client, 'live');
  });
});

test('the start of the loss stays the same over several attempts', async () => {
  const refuse: Answer = (_, response) => void response.writeHead(503).end();
  await connected([refuse, refuse, stream], async (client) => {
    const since: number[] = [];
    client.connection.watch(() => {
      const now = client.connection.get();
      if (now.state === 'lost') since.push(now.since);
    });
    client.start();
    await reached(client, 'live');
    assert.equal(since.length, 2);
    assert.equal(new Set(since).size, 1);
  });
});

test('a refused client does not retry', async () => {
  await connected([(_, response) => void response.writeHead(401).end()], async (client) => {
    client.start();
    await reached(client, 'closed');
    client.retry();
    assert.equal(client.connection.get().state, 'closed');
  });
});
