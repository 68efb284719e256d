import type { ReactElement } from 'react';
import { sentence } from '../../api/problem.ts';
import { Icon } from '../Icon.tsx';
import { statusWords } from '../Status.tsx';
import { PhaseBar } from './PhaseBar.tsx';
import type { LiveTest } from './use-live-test.ts';
import { outcomeSentence, reasonWords } from './words.ts';

/** The outcome of a live test in words. */
export function TestOutcome({ test, idle }: { readonly test: LiveTest; readonly idle: string }): ReactElement {
  return <div className='test' role='status'>{content(test, idle)}</div>;
}

function content(test: LiveTest, idle: string): ReactElement {
  if (test.state === 'idle') return <p className='soft'>{idle}</p>;
  if (test.state === 'running') {
    return (
      <p className='test-line soft'>
        <Icon name='arrow-repeat' className='spinning' />Running the test …
      </p>
    );
  }
  if (test.state === 'refused') {
    return (
      <p className='test-line tone-unknown'>
        <Icon name='info-circle' />
        {test.problems.length > 0 ? 'Fix the highlighted fields to run the test.' : test.message}
      </p>
    );
  }
  const { outcome, reason, phases } = test.result;
  const { label, icon, tone } = statusWords[outcome];
  return (
    <div className={`stack tight tone-${tone}`}>
      <p className='test-line'>
        <Icon name={icon} />
        <span>
          <strong>{outcome === 'up' ? label : `${label}: ${reasonWords(reason).toLowerCase()}`}</strong>
          <span className='test-words'>{sentence(outcomeSentence(test.result))}</span>
        </span>
      </p>
      <PhaseBar phases={phases} />
    </div>
  );
}
