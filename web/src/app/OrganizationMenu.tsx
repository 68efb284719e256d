import type { ReactElement } from 'react';
import { chooseOrganization } from '../api/session.ts';
import type { Profile } from '../api/types.ts';
import { Icon } from '../components/Icon.tsx';
import { Menu } from '../components/Menu.tsx';
import { settleAll } from '../components/toasts.ts';
import { leaveBy, navigate } from '../lib/router.ts';
import { paths } from '../paths.ts';

/** Shows the current organization, with a menu if there are several. */
export function OrganizationMenu({ profile }: { readonly profile: Profile }): ReactElement {
  const { organization, organizations } = profile;
  const name = organization?.name ?? 'No organization';
  if (organizations.length < 2) return <span className='organization truncate' title={name}>{name}</span>;
  const choose = (id: number): void => {
    if (id === organization?.id) return;
    leaveBy(() => {
      // Pending actions belong to the old organization.
      settleAll();
      navigate(paths.overview.href({}));
      void chooseOrganization(id);
    });
  };
  return (
    <Menu
      label={`Organization: ${name}`}
      className='organization choice'
      groups={[organizations.map((each) => ({
        label: each.name,
        note: each.role,
        checked: each.id === organization?.id,
        onSelect: () => choose(each.id),
      }))]}
    >
      <span className='truncate'>{name}</span>
      <Icon name='chevron-expand' />
    </Menu>
  );
}
