import type { ReactElement } from 'react';

/** The logo. */
export function Mark({ size = 32 }: { readonly size?: number }): ReactElement {
  return (
    <svg className='mark' width={size} height={size} viewBox='0 0 32 32' aria-hidden='true'>
      <rect className='mark-ground' width='32' height='32' rx='8' />
      <path className='mark-wings' d='M5 11.5c4.6-1.4 8.4.6 11 6 2.6-5.4 6.4-7.4 11-6' />
      <circle className='mark-target' cx='16' cy='23.5' r='2.2' />
    </svg>
  );
}
