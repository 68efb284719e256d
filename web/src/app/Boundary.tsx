import { Component, type ReactElement, type ReactNode } from 'react';
import { Button } from '../components/Button.tsx';
import { Notice } from '../components/Feedback.tsx';

interface Props {
  readonly children: ReactNode;
  /** Called after a failure. It calls `again` when another attempt may succeed, until its returned function is called. */
  readonly whenBetter?: (again: () => void) => () => void;
}

/**
 * Catches errors of a page while it renders, and parts of the program that failed to load, for example after an update of the
 * server.
 */
export class Boundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };
  private stopWaiting: (() => void) | undefined;

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(): void {
    // Browsers remember a failed load. Only a page reload tries again.
    this.stopWaiting ??= this.props.whenBetter?.(() => location.reload());
  }

  override componentWillUnmount(): void {
    this.stopWaiting?.();
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <Failed />;
  }
}

function Failed(): ReactElement {
  return (
    <div className='page narrow'>
      <Notice tone='down'>
        <p>This page could not be displayed. Reload it: StatusHawk may have been updated.</p>
        <Button icon='arrow-clockwise' onClick={() => location.reload()}>Reload</Button>
      </Notice>
    </div>
  );
}
