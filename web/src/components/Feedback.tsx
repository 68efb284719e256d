import type { ReactElement, ReactNode } from 'react';
import type { Query, Resource } from '../lib/query.ts';
import { explain } from '../api/problem.ts';
import { isMissing, queries, useQuery } from '../api/queries.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

/** Explains what this empty list shows and how to fill it. */
export function Empty(
  { icon, title, children, action }: { icon: IconName; title: string; children: ReactNode; action?: ReactNode },
): ReactElement {
  return (
    <div className='empty'>
      <span className='empty-icon'>
        <Icon name={icon} />
      </span>
      <h2>{title}</h2>
      <p className='soft'>{children}</p>
      {action && <div className='row'>{action}</div>}
    </div>
  );
}

export function Notice(
  { tone, children }: {
    readonly tone: 'down' | 'degraded' | 'up' | 'unknown' | 'maintenance';
    readonly children: ReactNode;
  },
): ReactElement {
  const icons = {
    down: 'x-circle-fill',
    degraded: 'exclamation-triangle-fill',
    up: 'check-circle-fill',
    unknown: 'info-circle',
    maintenance: 'info-circle',
  } as const;
  return (
    <div className={`notice tone-${tone}`} role={tone === 'down' ? 'alert' : undefined}>
      <Icon name={icons[tone]} />
      <div>{children}</div>
    </div>
  );
}

/** Reserves space for loading content to avoid layout shifts. */
export function Skeleton({ height, width }: { readonly height: number; readonly width?: string }): ReactElement {
  return <span className='skeleton' style={{ height, width }} />;
}

interface AnswerProps<Data> {
  readonly placeholder: ReactNode;
  /** Shown if the server reports that the resource does not exist. */
  readonly missing?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** Shows a resource: its data, a placeholder while it loads, or the error. */
export function Loaded<Data>(
  { resource, ...rest }: AnswerProps<Data> & { readonly resource: Resource<Data> },
): ReactElement {
  const query = useQuery(resource);
  return <Answer query={query} retry={() => void queries.refresh(resource)} {...rest} />;
}

/** Shows a query that another component already holds. */
export function Answer<Data>(
  { query, retry, placeholder, missing, children }: AnswerProps<Data> & {
    readonly query: Query<Data>;
    readonly retry: () => void;
  },
): ReactElement {
  if (missing && isMissing(query)) return <>{missing}</>;
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error && !query.loading) {
    return (
      <Notice tone='down'>
        <p>{explain(query.error)}</p>
        <Button icon='arrow-clockwise' onClick={retry}>Try again</Button>
      </Notice>
    );
  }
  return (
    <div aria-busy='true'>
      <span className='hidden-visually'>Loading</span>
      {placeholder}
    </div>
  );
}

export function Card(
  { title, aside, children, flush = false }: {
    title?: ReactNode;
    aside?: ReactNode;
    children: ReactNode;
    flush?: boolean;
  },
): ReactElement {
  return (
    <section className={`card ${flush ? 'flush' : ''}`}>
      {title && (
        <div className='card-head'>
          <h2>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}
