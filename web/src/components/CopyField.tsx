import { type ReactElement, useEffect, useRef, useState } from 'react';
import { Button } from './Button.tsx';
import { Field, Input } from './Field.tsx';

/** A read-only value with a button to copy it. */
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
    // Browsers have the clipboard API on secure pages only. Elsewhere, the selection is copied with execCommand.
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
