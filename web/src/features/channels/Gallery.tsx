import { type ReactElement, useState } from 'react';
import type { ChannelType } from '../../api/types.ts';
import { groupsOf } from '../../components/channel/groups.ts';
import { Input } from '../../components/Field.tsx';
import { Initials } from '../../components/Initials.tsx';
import { Link } from '../../components/Link.tsx';
import { paths } from '../../paths.ts';

/** All channel types by group, with a search. A type's link opens its form. */
export function Gallery({ types }: { readonly types: readonly ChannelType[] }): ReactElement {
  const [text, setText] = useState('');
  const words = text.toLowerCase().trim();
  const found = types.filter(({ type, label }) => label.toLowerCase().includes(words) || type.includes(words));
  return (
    <div className='stack'>
      <Input
        type='search'
        aria-label='Search channel types'
        placeholder='Search channel types'
        autoComplete='off'
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {groupsOf(found).map(({ heading, members }) => (
        <section key={heading} className='stack tight'>
          <h2 className='gallery-heading'>{heading}</h2>
          <ul className='gallery'>
            {members.map(({ type, label }) => (
              <li key={type}>
                <Link href={`${paths.newChannel.href({})}?type=${encodeURIComponent(type)}`}>
                  <Initials name={label} />
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p className='soft' role='status'>
        {found.length === 0 && 'No channel type matches. A webhook reaches any other service.'}
      </p>
    </div>
  );
}
