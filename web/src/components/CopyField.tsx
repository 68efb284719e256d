import { type ReactElement, useEffect, useRef, useState } from 'react';
import { Button } from './Button.tsx';
import { Field, Input } from './Field.tsx';

/** Something that is there to be taken along. */
export function CopyField(
  { label, help, value }: { readonly label: string; readonly help?: string; readonly value: string },
): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    input.current?.select();
    // Browsers have a clipboard on encrypted pages only; elsewhere the selection is copied in the old way.
    const done = await navigator.clipboard?.writeText(value).then(() => true, () => false) ??
      document.execCommand('copy');
    setCopied(done);
  };
  return (
    <Field label={label} help={help}>
      {(fieldIds) => (
        <div className='with-button'>
          <Input
            ref={input}
            className='mono'
            readOnly
            value={value}
            onFocus={(event) => event.target.select()}
            {...fieldIds}
          />
          <Button icon={copied ? 'check-lg' : 'clipboard'} onClick={() => void copy()}>
            <span aria-live='polite'>{copied ? 'Copied' : 'Copy'}</span>
          </Button>
        </div>
      )}
    </Field>
  );
}
