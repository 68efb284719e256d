import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useQuery } from '../../api/queries.ts';
import { recentChecks, recentLength } from '../../api/resources.ts';
import { CheckBar } from '../../charts/CheckBar.tsx';

/** Loads the last checks of a monitor when its line becomes visible. */
export function RecentBar({ id }: { readonly id: number }): ReactElement {
  const ref = useRef<HTMLSpanElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (seen || !element) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true),
      { rootMargin: '200px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [seen]);
  const { data } = useQuery(seen ? recentChecks(id) : undefined);
  return (
    <span ref={ref}>
      <CheckBar checks={data ?? none} length={recentLength} />
    </span>
  );
}

const none: readonly never[] = [];
