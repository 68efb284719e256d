import { type ReactElement, type ReactNode, useRef } from 'react';
import { allowLeaving, navigate } from '../../lib/router.ts';
import { Button, LinkButton } from '../Button.tsx';
import type { IconName } from '../icons.ts';
import { Unsaved } from '../Unsaved.tsx';
import type { FormProps } from './Form.tsx';
import { Refusal } from './Refusal.tsx';

/** Sends it, and tells where one goes then. */
type Send = () => Promise<string>;

interface Props extends Omit<FormProps, 'onSubmit'> {
  readonly isChanged: boolean;
  /** A verb: what the button does. */
  readonly action: string;
  readonly icon?: IconName;
  readonly disabled?: boolean;
  /** Another way to send it. */
  readonly further?: { readonly action: string; readonly onSubmit: Send };
  /** Where one goes who does not want to. */
  readonly cancel: string;
  readonly onSubmit: Send;
  /** What it would come to, while one types. */
  readonly beside?: ReactNode;
}

/** A form that is a page of its own. */
export function Editor(
  { submission, fields, isChanged, action, icon, disabled = false, further, cancel, beside, onSubmit, children }: Props,
): ReactElement {
  const form = useRef<HTMLFormElement>(null);
  const run = (send: Send): void =>
    submission.run(async () => {
      const next = await send();
      // Whoever has gone elsewhere meanwhile stays there.
      if (!form.current) return;
      allowLeaving();
      navigate(next);
    });
  return (
    <form
      ref={form}
      className={`editor ${beside ? 'wide' : ''}`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        run(onSubmit);
      }}
    >
      {isChanged && <Unsaved />}
      <div className='stack editor-fields'>{children}</div>
      <div className='stack editor-actions'>
        <Refusal submission={submission} fields={fields} />
        <div className='form-actions'>
          <Button type='submit' look='primary' icon={icon} busy={submission.busy} disabled={disabled}>{action}</Button>
          {further && <Button disabled={submission.busy} onClick={() => run(further.onSubmit)}>{further.action}
          </Button>}
          <LinkButton href={cancel} look='ghost'>Cancel</LinkButton>
        </div>
      </div>
      {beside && <div className='editor-beside'>{beside}</div>}
    </form>
  );
}
