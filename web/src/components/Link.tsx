import type { AnchorHTMLAttributes, MouseEvent, ReactElement } from 'react';
import { below } from '../lib/base.ts';
import { navigate } from '../lib/router.ts';

export type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string };

/** A link within the dashboard: a real anchor, followed without reloading the page. */
export function Link({ href, onClick, ...rest }: LinkProps): ReactElement {
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || elsewhere || rest.target !== undefined) return;
    event.preventDefault();
    navigate(href);
  };
  return <a href={below(href)} onClick={follow} {...rest} />;
}
