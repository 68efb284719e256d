import { byElection } from '../lib/event-election.ts';
import type { Carry } from '../lib/shared-events.ts';
import { eventStream } from './event-stream.ts';

/** For browsers without shared workers: one of the tabs holds the stream. */
export function elected(name: string): Carry {
  return byElection(name, eventStream);
}
