import { type ReactElement, type ReactNode, useEffect } from 'react';
import { Mark } from '../../components/Mark.tsx';

/** The layout of pages before sign-in. */
export function Frame(
  { title, about, children }: { readonly title: string; readonly about?: ReactNode; readonly children: ReactNode },
): ReactElement {
  useEffect(() => {
    document.title = title.trim() === '' ? 'StatusHawk' : `${title} · StatusHawk`;
  }, [title]);
  return (
    <main className='entry'>
      <div className='entry-head'>
        <Mark size={40} />
        <h1>{title}</h1>
        {about && <p className='soft'>{about}</p>}
      </div>
      {children}
    </main>
  );
}
