/** One server-sent event. */
export interface ServerEvent {
  /** `place`: no event, only the ID counts. */
  readonly type: string;
  readonly data: string;
  /** The ID to continue from. Undefined if the server has sent none yet. */
  readonly id: string | undefined;
}

/** Parses the line protocol of server-sent events (HTML Living Standard, section 9.2), in the subset that our server uses. */
export class EventParser {
  /** The ID of the last complete event. */
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
      const isPlace = this.id !== undefined && this.id !== this.lastID && this.data.length === 0;
      this.lastID = this.id ?? this.lastID;
      if (this.data.length > 0) {
        events.push({ type: this.type === '' ? 'message' : this.type, data: this.data.join('\n'), id: this.lastID });
      } else if (isPlace) events.push({ type: 'place', data: '', id: this.lastID });
      this.type = '';
      this.data = [];
    }
    return events;
  }

  /** Discards the incomplete event of a broken stream. */
  restart(): void {
    this.rest = '';
    this.id = undefined;
    this.type = '';
    this.data = [];
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
