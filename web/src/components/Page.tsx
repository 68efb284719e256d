import { type ReactElement, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { takeArrival } from '../lib/router.ts';
import { Icon } from './Icon.tsx';
import { Link } from './Link.tsx';

interface Props {
  /** Also the window's title, unless `name` is given. */
  readonly title: ReactNode;
  readonly name?: string;
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
  readonly back?: { readonly href: string; readonly label: string };
  readonly narrow?: boolean;
  readonly children: ReactNode;
}

/** A page of the dashboard. Its heading receives the focus on navigation, so that a screen reader announces the page. */
export function Page({ title, name, about, actions, back, narrow = false, children }: Props): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  const windowTitle = name ?? (typeof title === 'string' ? title : 'StatusHawk');
  useEffect(() => {
    document.title = windowTitle === 'StatusHawk' ? windowTitle : `${windowTitle} · StatusHawk`;
  }, [windowTitle]);
  useLayoutEffect(() => {
    const arrival = takeArrival();
    if (!arrival) return;
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, arrival.top);
  }, []);
  return (
    <div className={`page ${narrow ? 'narrow' : ''}`}>
      <header className='page-head'>
        <div className='page-title'>
          {back && (
            <Link className='back' href={back.href}>
              <Icon name='arrow-left' />
              {back.label}
            </Link>
          )}
          <h1 ref={heading} tabIndex={-1}>{title}</h1>
          {about && <div className='about'>{about}</div>}
        </div>
        {actions && <div className='row wrap'>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
