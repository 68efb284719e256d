/** A problem with one field. `field` is a path such as `settings.headers`, or empty for the whole body. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/**
 * The reason why the server refused a request (RFC 9457) or, with status 0, why it could not be reached. Users see its message.
 */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly fields: readonly FieldProblem[] = [],
    /** In seconds, if the server said when to retry. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }

  static async from(response: Response): Promise<ApiError> {
    const seconds = Number(response.headers.get('Retry-After') ?? NaN);
    const retryAfter = Number.isFinite(seconds) ? seconds : undefined;
    const body: unknown = await response.json().catch(() => undefined);
    if (!isProblem(body)) {
      return new ApiError(`The server returned status ${response.status}.`, response.status, [], retryAfter);
    }
    const detail = body.detail === '' ? body.title : body.detail;
    return new ApiError(sentence(detail), response.status, body.errors ?? [], retryAfter);
  }
}

interface Problem {
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string' &&
    'title' in body;
}

/** Turns a message of the server, which starts in lower case, into a sentence. */
export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}

/** Returns the text to show when an action failed. */
export function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
