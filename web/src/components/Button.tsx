import type { ButtonHTMLAttributes, ReactElement, ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';
import { Link, type LinkProps } from './Link.tsx';

interface Look {
  readonly look?: 'primary' | 'plain' | 'ghost' | 'danger';
  readonly icon?: IconName | undefined;
}

type Props = ButtonHTMLAttributes<HTMLButtonElement> & Look & {
  /** An action is running: the button ignores clicks but keeps the focus. */
  readonly busy?: boolean;
};

export function Button(
  { look = 'plain', icon, busy = false, className = '', children, onClick, type = 'button', ...rest }: Props,
): ReactElement {
  return (
    <button
      type={type}
      className={`button ${look} ${className}`}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      <Inside icon={busy ? 'arrow-repeat' : icon} busy={busy}>{children}</Inside>
    </button>
  );
}

export function LinkButton(
  { look = 'plain', icon, className = '', children, ...rest }: LinkProps & Look,
): ReactElement {
  return (
    <Link className={`button ${look} ${className}`} {...rest}>
      <Inside icon={icon} busy={false}>{children}</Inside>
    </Link>
  );
}

function Inside(
  { icon, busy, children }: { icon: IconName | undefined; busy: boolean; children: ReactNode },
): ReactElement {
  return (
    <>
      {icon && <Icon name={icon} className={busy ? 'spinning' : ''} />}
      {children}
    </>
  );
}

/** A button with an icon only. The label is its tooltip and its accessible name. */
export function IconButton(
  { icon, label, ...rest }: Omit<Props, 'icon'> & { readonly icon: IconName; readonly label: string },
): ReactElement {
  return (
    <Button
      look='ghost'
      icon={icon}
      aria-label={label}
      title={label}
      {...rest}
      className={`only-icon ${rest.className ?? ''}`}
    />
  );
}
