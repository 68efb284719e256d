import type { ReactElement } from 'react';
import { explain } from '../api/problem.ts';
import { signOut, useMay } from '../api/session.ts';
import type { Profile } from '../api/types.ts';
import { Icon } from '../components/Icon.tsx';
import { Initials } from '../components/Initials.tsx';
import { Menu } from '../components/Menu.tsx';
import { settleAll, toast } from '../components/toasts.ts';
import { chooseTheme, theme, themes, themeWords } from '../components/theme.ts';
import { leaveBy, navigate } from '../lib/router.ts';
import { useStore } from '../lib/store.ts';
import { paths } from '../paths.ts';

export function AccountMenu({ profile }: { readonly profile: Profile }): ReactElement {
  const chosen = useStore(theme);
  const mayManage = useMay('admin');
  const leave = (): void => {
    // Pending actions need the session.
    settleAll();
    void signOut().catch((error: unknown) => toast(explain(error), 'failed'));
  };
  return (
    <Menu
      label={`Account of ${profile.user.name}`}
      className='account'
      groups={[
        [
          { label: 'Your account', icon: 'person-circle', onSelect: () => navigate(paths.account.href({})) },
          ...(mayManage
            ? [
              { label: 'API tokens', icon: 'key', onSelect: () => navigate(paths.tokens.href({})) },
              { label: 'Organization', icon: 'buildings', onSelect: () => navigate(paths.organization.href({})) },
            ] as const
            : []),
        ],
        themes.map((each) => ({
          ...themeWords[each],
          checked: each === chosen,
          note: each === chosen ? 'selected' : '',
          onSelect: () => chooseTheme(each),
        })),
        [{ label: 'Sign out', icon: 'box-arrow-right', onSelect: () => leaveBy(leave) }],
      ]}
    >
      <Initials name={profile.user.name} />
      <span className='account-name'>
        <strong className='truncate'>{profile.user.name}</strong>
        <span className='truncate'>{profile.user.email}</span>
      </span>
      <Icon name='chevron-expand' />
    </Menu>
  );
}
