/** One server-sent event. */
export interface ServerEvent {
  readonly type: string;
  readonly data: string;
}

/** The line protocol of server-sent events (HTML Living Standard, section 9.2), as far as our server speaks it. */
export class EventParser {
  /** Of the last event that was complete. */
  lastID: string | undefined;
  private rest = '';
  private id: string | undefined;
  private type = '';
  private data: string[] = [];

  feed(text: string): ServerEvent[] {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    const events: ServerEvent[] = [];
    for (const line of lines) {
      if (line !== '') {
        this.field(line);
        continue;
      }
      if (this.id !== undefined) this.lastID = this.id;
      if (this.data.length > 0) {
        events.push({ type: this.type === '' ? 'message' : this.type, data: this.data.join('\n') });
      }
      this.type = '';
      this.data = [];
    }
    return events;
  }

  private field(line: string): void {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'id') this.id = value;
    else if (name === 'event') this.type = value;
    else if (name === 'data') this.data.push(value);
  }
}
