import { type ReactElement, useState } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { FieldError, Input } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import type { Submission } from '../../components/form/use-submission.ts';
import { AddMonitorsDialog } from '../../components/monitor/AddMonitorsDialog.tsx';
import { ComponentLine } from './ComponentLine.tsx';
import { type ComponentState, newComponent, newSection, type SectionState } from './draft.ts';
import { useOrder } from './use-order.ts';

interface Props {
  readonly sections: readonly SectionState[];
  readonly monitors: readonly Monitor[];
  readonly problem: Submission['problem'];
  readonly onChange: (sections: readonly SectionState[]) => void;
}

/** The sections and components of the page, in order. */
export function SectionsCard({ sections, monitors, problem, onChange }: Props): ReactElement {
  const order = useOrder(sections, onChange);
  const [filling, setFilling] = useState<string>();
  const change = (key: string, part: Partial<SectionState>): void =>
    onChange(sections.map((section) => section.key === key ? { ...section, ...part } : section));
  const changeComponent = (section: SectionState, key: string, part: Partial<ComponentState>): void =>
    change(section.key, {
      components: section.components.map((each) => each.key === key ? { ...each, ...part } : each),
    });
  const filled = sections.find(({ key }) => key === filling);
  const shown = new Set(sections.flatMap(({ components }) => components.map(({ monitor }) => monitor)));
  return (
    <section className='stack tight' aria-label='Sections'>
      {sections.map((section, index) => {
        const { key, name, components } = section;
        const error = problem(`sections.${index}.name`);
        return (
          <div key={key} className={`card flush section ${order.dragged === key ? 'dragged' : ''}`} data-section={key}>
            <div className='section-head'>
              <button
                type='button'
                className='handle'
                aria-label={`Move section ${name}`}
                title='Drag, or move with the arrow keys'
                {...order.handle(key, 'section')}
              >
                <Icon name='grip-vertical' />
              </button>
              <Input
                aria-label={`Name of section ${index + 1}`}
                aria-invalid={error ? true : undefined}
                placeholder='Section name'
                value={name}
                onChange={(event) =>
                  change(key, { name: event.target.value })}
              />
              <IconButton
                icon='trash3'
                label={`Remove section ${name}`}
                onClick={() =>
                  onChange(sections.filter((each) =>
                    each.key !== key
                  ))}
              />
            </div>
            {error && <FieldError message={error} />}
            {components.length === 0
              ? <p className='section-empty soft' data-empty={key}>No monitors in this section yet.</p>
              : (
                <ul>
                  {components.map((component, position) => (
                    <ComponentLine
                      key={component.key}
                      component={component}
                      monitor={monitors.find(({ id }) => id === component.monitor)}
                      error={problem(`sections.${index}.components.${position}.name`) ??
                        problem(`sections.${index}.components.${position}.monitor_id`)}
                      isDragged={order.dragged === component.key}
                      handle={order.handle(component.key, 'component')}
                      onChange={(part) => changeComponent(section, component.key, part)}
                      onRemove={() => change(key, { components: components.filter((each) => each !== component) })}
                    />
                  ))}
                </ul>
              )}
            <div className='section-foot'>
              <Button look='ghost' icon='plus-lg' onClick={() => setFilling(key)}>Add monitors</Button>
            </div>
          </div>
        );
      })}
      {problem('sections') && <FieldError message={problem('sections') ?? ''} />}
      <div>
        <Button
          icon='plus-lg'
          onClick={() => onChange([...sections, newSection(sections.length === 0 ? 'Services' : '')])}
        >
          Add section
        </Button>
      </div>
      <p className='hidden-visually' role='status'>{order.announcement}</p>
      {filled && (
        <AddMonitorsDialog
          title={filled.name === '' ? 'Add monitors' : `Add monitors to ${filled.name}`}
          monitors={monitors}
          shown={shown}
          onClose={() => setFilling(undefined)}
          onAdd={(chosen) => change(filled.key, { components: [...filled.components, ...chosen.map(newComponent)] })}
        />
      )}
    </section>
  );
}
