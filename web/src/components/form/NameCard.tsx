import { type ReactElement, useState } from 'react';
import { Button } from '../Button.tsx';
import { Card } from '../Feedback.tsx';
import { TextField } from '../TextField.tsx';
import { Form } from './Form.tsx';
import { useSubmission } from './use-submission.ts';

interface Props {
  readonly label: string;
  readonly help?: string;
  readonly autoComplete: string;
  /** The stored name. */
  readonly name: string;
  readonly onSave: (name: string) => Promise<void>;
}

/** A card to rename something. */
export function NameCard({ label, help, autoComplete, name, onSave }: Props): ReactElement {
  const [text, setText] = useState(name);
  const submission = useSubmission();
  const isChanged = text.trim() !== name;
  return (
    <Card title='Name'>
      <Form
        submission={submission}
        fields={['name']}
        isChanged={isChanged}
        onSubmit={() => onSave(text.trim())}
      >
        <TextField
          label={label}
          help={help}
          error={submission.problem('name')}
          autoComplete={autoComplete}
          value={text}
          onChange={setText}
        />
        <div className='form-actions'>
          <Button type='submit' busy={submission.busy} disabled={!isChanged}>Save</Button>
        </div>
      </Form>
    </Card>
  );
}
