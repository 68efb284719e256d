import type { ReactElement } from 'react';
import { explain } from '../api/problem.ts';
import { signOut } from '../api/session.ts';
import type { Profile } from '../api/types.ts';
import { Icon } from '../components/Icon.tsx';
import { Menu } from '../components/Menu.tsx';
import { toast } from '../components/toasts.ts';
import { useStore } from '../lib/store.ts';
import { chooseTheme, theme, themes } from './theme.ts';

const themeLook = {
  system: { label: 'System colours', icon: 'circle-half' },
  light: { label: 'Light', icon: 'sun' },
  dark: { label: 'Dark', icon: 'moon-stars' },
} as const;

export function AccountMenu({ profile }: { readonly profile: Profile }): ReactElement {
  const chosen = useStore(theme);
  const leave = (): void => void signOut().catch((error: unknown) => toast(explain(error), 'failed'));
  return (
    <Menu
      label={`Account of ${profile.user.name}`}
      className='account'
      groups={[
        themes.map((each) => ({
          ...themeLook[each],
          checked: each === chosen,
          note: each === chosen ? 'chosen' : '',
          onSelect: () => chooseTheme(each),
        })),
        [{ label: 'Sign out', icon: 'box-arrow-right', onSelect: leave }],
      ]}
    >
      <span className='initials' aria-hidden='true'>{initials(profile.user.name)}</span>
      <span className='account-name'>
        <strong className='truncate'>{profile.user.name}</strong>
        <span className='truncate'>{profile.user.email}</span>
      </span>
      <Icon name='chevron-expand' />
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words[words.length - 1] : undefined].map((word) =>
    [...word ?? ''][0] ?? ''
  );
  return letters.join('').toUpperCase();
}
