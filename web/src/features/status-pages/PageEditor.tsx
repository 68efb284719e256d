import { type ReactElement, useState } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import { Card } from '../../components/Feedback.tsx';
import { Field, Select, Toggle } from '../../components/Field.tsx';
import { Editor } from '../../components/form/Editor.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { ProseField, TextField } from '../../components/TextField.tsx';
import { below } from '../../lib/base.ts';
import { paths } from '../../paths.ts';
import { type EditorState, patchOf, slugOf } from './draft.ts';
import { Preview } from './Preview.tsx';
import { SectionsCard } from './SectionsCard.tsx';

interface Props {
  readonly initial: EditorState;
  readonly monitors: readonly Monitor[];
  readonly isNew: boolean;
  readonly onSave: (state: EditorState) => Promise<void>;
}

const own = ['title', 'slug', 'description', 'theme', 'history_days', 'sections'];

export function PageEditor({ initial, monitors, isNew, onSave }: Props): ReactElement {
  const [state, setState] = useState(initial);
  const [isSlugTyped, setSlugTyped] = useState(!isNew);
  const submission = useSubmission();
  const { problem } = submission;
  const edit = (part: Partial<EditorState>): void => setState((now) => ({ ...now, ...part }));
  const isChanged = Object.keys(patchOf(initial, state)).length > 0;
  const list = paths.statusPages.href({});
  return (
    <Editor
      submission={submission}
      fields={own}
      isChanged={isChanged}
      action={isNew ? 'Create page' : 'Save'}
      disabled={!isNew && !isChanged}
      cancel={list}
      onSubmit={async () => {
        await onSave(state);
        return list;
      }}
      beside={<Preview state={state} monitors={monitors} />}
    >
      <Card>
        <div className='form'>
          <div className='form-two'>
            <TextField
              label='Title'
              error={problem('title')}
              autoComplete='off'
              value={state.title}
              onChange={(title) => edit({ title, ...(!isSlugTyped && { slug: slugOf(title) }) })}
            />
            <TextField
              label='URL slug'
              help={`${location.host}${below('/status/')}${state.slug || '…'}`}
              error={problem('slug')}
              autoComplete='off'
              autoCapitalize='none'
              spellCheck={false}
              value={state.slug}
              onChange={(slug) => {
                setSlugTyped(slug !== '');
                edit({ slug });
              }}
            />
          </div>
          <ProseField
            label='Description'
            optional
            help='Shown below the title.'
            error={problem('description')}
            rows={2}
            value={state.description}
            onChange={(description) => edit({ description })}
          />
          <div className='form-two'>
            <Field label='Theme' error={problem('theme')}>
              {(fieldIds) => (
                <Select
                  value={state.theme}
                  onChange={({ target }) => edit({ theme: target.value as EditorState['theme'] })}
                  {...fieldIds}
                >
                  <option value='system'>Visitor’s preference</option>
                  <option value='light'>Light</option>
                  <option value='dark'>Dark</option>
                </Select>
              )}
            </Field>
            <TextField
              label='Days of history'
              help='1 to 365'
              error={problem('history_days')}
              inputMode='numeric'
              autoComplete='off'
              value={state.days}
              onChange={(days) => edit({ days })}
            />
          </div>
          <Toggle
            label='Published'
            help={state.published ? 'Visible to anyone with the URL.' : 'Not visible to the public.'}
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
    </Editor>
  );
}
