import { type ReactElement, useState } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import { Button, LinkButton } from '../../components/Button.tsx';
import { Card, Notice } from '../../components/Feedback.tsx';
import { Field, Input, Select, Toggle } from '../../components/Field.tsx';
import { homeless } from '../../components/form/values.ts';
import { Unsaved } from '../../components/Unsaved.tsx';
import { allowLeaving } from '../../lib/router.ts';
import { useSubmission } from '../../lib/submit.ts';
import { paths } from '../../paths.ts';
import { type EditorState, patchOf, slugOf } from './draft.ts';
import { Preview } from './Preview.tsx';
import { SectionsCard } from './SectionsCard.tsx';

interface Props {
  readonly initial: EditorState;
  readonly monitors: readonly Monitor[];
  readonly isNew: boolean;
  /** Leaves the page when it is done. */
  readonly onSave: (state: EditorState) => Promise<() => void>;
}

const own = ['title', 'slug', 'description', 'theme', 'history_days', 'sections'];

export function PageEditor({ initial, monitors, isNew, onSave }: Props): ReactElement {
  const [state, setState] = useState(initial);
  const [isSlugTyped, setSlugTyped] = useState(!isNew);
  const submission = useSubmission();
  const { problem } = submission;
  const edit = (part: Partial<EditorState>): void => setState((now) => ({ ...now, ...part }));
  const isChanged = Object.keys(patchOf(initial, state)).length > 0;
  const others = homeless(submission.problems, own);
  return (
    <form
      className='editor'
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submission.run(async () => {
          const leave = await onSave(state);
          allowLeaving();
          leave();
        });
      }}
    >
      {isChanged && <Unsaved />}
      <div className='stack editor-fields'>
        <Card>
          <div className='form'>
            <div className='form-two'>
              <Field label='Title' error={problem('title')}>
                {(tied) => (
                  <Input
                    autoComplete='off'
                    value={state.title}
                    onChange={({ target }) =>
                      edit({ title: target.value, ...(!isSlugTyped && { slug: slugOf(target.value) }) })}
                    {...tied}
                  />
                )}
              </Field>
              <Field label='Address' error={problem('slug')} help={`${location.host}/status/${state.slug || '…'}`}>
                {(tied) => (
                  <Input
                    autoComplete='off'
                    autoCapitalize='none'
                    spellCheck={false}
                    value={state.slug}
                    onChange={({ target }) => {
                      setSlugTyped(target.value !== '');
                      edit({ slug: target.value });
                    }}
                    {...tied}
                  />
                )}
              </Field>
            </div>
            <Field label='Description' optional error={problem('description')} help='Stands below the title.'>
              {(tied) => (
                <textarea
                  className='input prose'
                  rows={2}
                  value={state.description}
                  onChange={(event) => edit({ description: event.target.value })}
                  {...tied}
                />
              )}
            </Field>
            <div className='form-two'>
              <Field label='Colours' error={problem('theme')}>
                {(tied) => (
                  <Select
                    value={state.theme}
                    onChange={({ target }) => edit({ theme: target.value as EditorState['theme'] })}
                    {...tied}
                  >
                    <option value='system'>As the visitor’s system</option>
                    <option value='light'>Light</option>
                    <option value='dark'>Dark</option>
                  </Select>
                )}
              </Field>
              <Field label='Days of history' error={problem('history_days')} help='1 to 365'>
                {(tied) => (
                  <Input
                    inputMode='numeric'
                    autoComplete='off'
                    value={state.days}
                    onChange={(event) => edit({ days: event.target.value })}
                    {...tied}
                  />
                )}
              </Field>
            </div>
            <Toggle
              label='Published'
              help={state.published ? 'Anyone who has the address sees it.' : 'Nobody sees it yet.'}
              checked={state.published}
              onChange={(published) => edit({ published })}
            />
          </div>
        </Card>
        <SectionsCard
          sections={state.sections}
          monitors={monitors}
          problem={problem}
          onChange={(sections) => edit({ sections })}
        />
      </div>
      <div className='stack'>
        {(submission.message || others.length > 0) && (
          <Notice tone='down'>
            {submission.message ?? others.map(({ field, message }) => `${field} ${message}`).join(', ')}
          </Notice>
        )}
        <div className='form-actions'>
          <Button type='submit' look='primary' busy={submission.busy} disabled={!isNew && !isChanged}>
            {isNew ? 'Create page' : 'Save'}
          </Button>
          <LinkButton href={paths.statusPages.href({})} look='ghost'>Cancel</LinkButton>
        </div>
      </div>
      <div className='beside'>
        <Preview state={state} monitors={monitors} />
      </div>
    </form>
  );
}
