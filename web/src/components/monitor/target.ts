/** The type and target that a typed text means. */
export interface Guess {
  readonly type: string;
  readonly target: string;
}

const address = /^\d{1,3}(\.\d{1,3}){3}$/;
const host = /^(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?)$/i;

/**
 * Undefined if the text is not a complete target yet. A bare name is a web site, `host:port` is a TCP port, a bare address is
 * pinged.
 */
export function guess(typed: string): Guess | undefined {
  const text = typed.trim();
  if (/^https?:\/\//i.test(text)) return isURL(text) ? { type: 'http', target: text } : undefined;
  if (text.includes('://') || /\s/.test(text)) return undefined;
  const [authority = '', ...path] = text.split('/');
  const port = /:(\d{1,5})$/.exec(authority);
  const name = port ? authority.slice(0, -port[0].length) : authority;
  if (!host.test(name)) return undefined;
  const isLocal = name === 'localhost' || name.startsWith('[') || address.test(name);
  if (!isLocal && !/\.[a-z][a-z0-9-]+\.?$/i.test(name) && !port) return undefined;
  if (path.length > 0) return { type: 'http', target: `${isLocal ? 'http' : 'https'}://${text}` };
  if (port?.[1] === '443' || port?.[1] === '80') {
    return { type: 'http', target: `${port[1] === '443' ? 'https' : 'http'}://${name}` };
  }
  if (port) return { type: 'tcp', target: text };
  return address.test(name) ? { type: 'icmp', target: name } : { type: 'http', target: `https://${text}` };
}

function isURL(text: string): boolean {
  try {
    return new URL(text).hostname !== '';
  } catch {
    return false;
  }
}
