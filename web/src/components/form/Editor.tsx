import type { ReactElement, ReactNode } from 'react';
import { Button, LinkButton } from '../Button.tsx';
import type { IconName } from '../icons.ts';
import type { FormProps } from './Form.tsx';
import { Refusal } from './Refusal.tsx';

interface Props extends FormProps {
  /** A verb: what the button does. */
  readonly action: string;
  readonly icon?: IconName;
  readonly disabled?: boolean;
  /** Other ways to send it. */
  readonly further?: ReactNode;
  /** Where one goes who does not want to. */
  readonly cancel: string;
  /** What it would come to, while one types. */
  readonly beside?: ReactNode;
}

/** A form that is a page of its own. */
export function Editor(
  { submission, fields, action, icon, disabled = false, further, cancel, beside, onSubmit, children }: Props,
): ReactElement {
  return (
    <form
      className={`editor ${beside ? 'wide' : ''}`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submission.run(onSubmit);
      }}
    >
      <div className='stack editor-fields'>{children}</div>
      <div className='stack editor-actions'>
        <Refusal submission={submission} fields={fields} />
        <div className='form-actions'>
          <Button type='submit' look='primary' icon={icon} busy={submission.busy} disabled={disabled}>{action}</Button>
          {further}
          <LinkButton href={cancel} look='ghost'>Cancel</LinkButton>
        </div>
      </div>
      {beside && <div className='editor-beside'>{beside}</div>}
    </form>
  );
}
