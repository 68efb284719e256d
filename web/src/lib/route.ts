/** The parameters of a pattern such as `/monitors/:id`. */
export type Parameters<Pattern extends string> = Pattern extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [Key in Name | keyof Parameters<Rest>]: string }
  : Pattern extends `${string}:${infer Name}` ? { readonly [Key in Name]: string }
  : Record<never, string>;

export interface Route<Pattern extends string> {
  readonly pattern: Pattern;
  match(path: string): Parameters<Pattern> | undefined;
  href(parameters: Parameters<Pattern>, search?: Readonly<Record<string, string>>): string;
}

export function route<Pattern extends string>(pattern: Pattern): Route<Pattern> {
  const segments = pattern.split('/');
  return {
    pattern,
    match(path): Parameters<Pattern> | undefined {
      const given = path.split('/');
      if (given.length !== segments.length) return undefined;
      const found: Record<string, string> = {};
      for (const [position, segment] of segments.entries()) {
        const text = given[position] ?? '';
        if (segment.startsWith(':')) {
          const value = decoded(text);
          if (value === undefined || value === '') return undefined;
          found[segment.slice(1)] = value;
        } else if (segment !== text) return undefined;
      }
      return found as Parameters<Pattern>;
    },
    href(parameters, search): string {
      const values = parameters as Readonly<Record<string, string>>;
      const path = segments.map((each) =>
        each.startsWith(':') ? encodeURIComponent(values[each.slice(1)] ?? '') : each
      );
      const query = new URLSearchParams(search).toString();
      return path.join('/') + (query === '' ? '' : `?${query}`);
    },
  };
}

/** Undefined if the text is malformed, as in a truncated link. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
