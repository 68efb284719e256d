import type { ReactElement } from 'react';
import { Button } from '../Button.tsx';
import { Dialog } from '../Dialog.tsx';
import type { IconName } from '../icons.ts';
import { Form, type FormProps } from './Form.tsx';

interface Props extends FormProps {
  readonly title: string;
  /** A verb: the label of the button. */
  readonly action: string;
  readonly look?: 'primary' | 'danger';
  readonly icon?: IconName;
  readonly onClose: () => void;
}

/** A small form in a dialog. `onSubmit` closes it after success. */
export function FormDialog(
  { title, action, look = 'primary', icon, onClose, submission, fields, onSubmit, children }: Props,
): ReactElement {
  return (
    <Dialog title={title} onClose={onClose}>
      <Form submission={submission} fields={fields} onSubmit={onSubmit}>
        {children}
        <div className='form-actions ends'>
          <Button look='ghost' onClick={onClose}>Cancel</Button>
          <Button type='submit' look={look} icon={icon} busy={submission.busy}>{action}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
