import type { ReactElement } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import { Card } from '../../components/Feedback.tsx';
import { StatusBadge } from '../../components/Status.tsx';
import { latency } from '../../lib/number.ts';
import type { EditorState } from './draft.ts';

/** An approximate preview of the public page during editing: its texts and order, with present statuses. */
export function Preview(
  { state, monitors }: { readonly state: EditorState; readonly monitors: readonly Monitor[] },
): ReactElement {
  const { title, description, sections } = state;
  return (
    <Card title='Preview'>
      <div className='preview live'>
        <strong className='preview-title'>{title || 'Untitled'}</strong>
        {description && <p className='soft small'>{description}</p>}
        {sections.every(({ components }) => components.length === 0) && <p className='soft'>No components yet.</p>}
        {sections.map(({ key, name, components }) => (
          <div key={key}>
            <h3>{name}</h3>
            <ul>
              {components.map((component) => {
                const monitor = monitors.find(({ id }) => id === component.monitor);
                const known = component.latency && monitor?.last_latency_ms;
                return (
                  <li key={component.key}>
                    <span className={`truncate ${component.name ? '' : 'soft'}`}>
                      {component.name || 'Unnamed'}
                    </span>
                    {known ? <span className='soft'>{latency(known)}</span> : null}
                    {monitor && <StatusBadge status={monitor.status} quiet />}
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      </div>
    </Card>
  );
}
