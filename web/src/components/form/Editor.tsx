import { type ReactElement, type ReactNode, useRef } from 'react';
import { allowLeaving, navigate } from '../../lib/router.ts';
import { Button, LinkButton } from '../Button.tsx';
import type { IconName } from '../icons.ts';
import { Unsaved } from '../Unsaved.tsx';
import type { FormProps } from './Form.tsx';
import { Refusal } from './Refusal.tsx';

/** Saves the form and returns the path of the next page. */
type Send = () => Promise<string>;

interface Props extends Omit<FormProps, 'onSubmit'> {
  readonly isChanged: boolean;
  /** A verb: the label of the button. */
  readonly action: string;
  readonly icon?: IconName;
  readonly disabled?: boolean;
  /** A second way to save the form. */
  readonly further?: { readonly action: string; readonly onSubmit: Send };
  /** The path of the page that Cancel leads to. */
  readonly cancel: string;
  readonly onSubmit: Send;
  /** A preview next to the form. */
  readonly beside?: ReactNode;
}

/** A form with its own page. */
export function Editor(
  { submission, fields, isChanged, action, icon, disabled = false, further, cancel, beside, onSubmit, children }: Props,
): ReactElement {
  const form = useRef<HTMLFormElement>(null);
  const run = (send: Send): void =>
    submission.run(async () => {
      const next = await send();
      // If the user has left the page, do not navigate.
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
