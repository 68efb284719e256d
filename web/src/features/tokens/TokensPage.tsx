import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import type { Token } from '../../api/organization-types.ts';
import { changed, useQuery } from '../../api/queries.ts';
import { tokens } from '../../api/resources.ts';
import { useMay, useOwnRoles } from '../../api/session.ts';
import { Button } from '../../components/Button.tsx';
import { Confirm } from '../../components/Confirm.tsx';
import { Card, Empty, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Page } from '../../components/Page.tsx';
import { roleWords } from '../../components/roles.ts';
import { Time } from '../../components/Time.tsx';
import { toast } from '../../components/toasts.ts';
import { useTimed } from '../../lib/now.ts';
import { TokenDialog } from './TokenDialog.tsx';

export default function TokensPage(): ReactElement {
  const mayManage = useMay('admin');
  const query = useQuery(mayManage ? tokens : undefined);
  const [creating, setCreating] = useState(false);
  const create = <Button look='primary' icon='plus-lg' onClick={() => setCreating(true)}>Create token</Button>;
  if (!mayManage) {
    return (
      <Page title='API tokens'>
        <Card>
          <Empty icon='key' title='Admins only'>
            Ask an admin of this organization for a token.
          </Empty>
        </Card>
      </Page>
    );
  }
  return (
    <Page
      title='API tokens'
      about='Use the API from scripts'
      actions={query.data && query.data.length > 0 && create}
    >
      <Card flush>
        <Loaded resource={tokens} placeholder={<Skeleton height={172} />}>
          {(list) =>
            list.length > 0 ? <TokenList list={list} /> : (
              <Empty icon='key' title='No tokens yet' action={create}>
                With a token, a script can add monitors on deploy or fetch data for a report. Each token has a role and
                can be revoked at any time.
              </Empty>
            )}
        </Loaded>
      </Card>
      {creating && <TokenDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}

function TokenList({ list }: { readonly list: readonly Token[] }): ReactElement {
  const within = useOwnRoles();
  const [revoked, setRevoked] = useState<Token>();
  return (
    <>
      <ul className='items'>
        {list.map((token) => (
          <li key={token.id}>
            <div className='item-text'>
              <strong className='truncate'>{token.name}</strong>
              <span className='under'>
                <code>{token.prefix}…</code>
                <span>
                  {token.last_used_at === null ? 'never used' : (
                    <>
                      used <Time at={token.last_used_at} />
                    </>
                  )}
                </span>
                <Expiry at={token.expires_at} />
              </span>
            </div>
            <span className='tag'>{roleWords[token.role].label}</span>
            {within.includes(token.role) && (
              <Button
                look='ghost'
                aria-label={`Revoke ${token.name}`}
                onClick={() => setRevoked(token)}
              >
                Revoke
              </Button>
            )}
          </li>
        ))}
      </ul>
      {revoked && (
        <Confirm
          title={`Revoke ${revoked.name}?`}
          action='Revoke'
          onClose={() => setRevoked(undefined)}
          onConfirm={async () => {
            await api.delete(`/tokens/${revoked.id}`);
            changed('/tokens', '/audit');
            toast(`Revoked ${revoked.name}`);
          }}
        >
          Programs that use this token lose access. This cannot be undone.
        </Confirm>
      )}
    </>
  );
}

function Expiry({ at }: { readonly at: string | null }): ReactElement {
  const expired = useTimed((now) => at !== null && Date.parse(at) <= now);
  if (at === null) return <span>never expires</span>;
  return (
    <span>
      {expired ? 'expired' : 'expires'} <Time at={at} />
    </span>
  );
}
