import { Component, type ReactElement, type ReactNode } from 'react';
import { Button } from '../components/Button.tsx';
import { Notice } from '../components/Feedback.tsx';

interface Props {
  readonly children: ReactNode;
}

/** Catches what a room throws while it is drawn, or a part of the program that could not be loaded, as after an update of the server. */
export class Boundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
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
        <p>This page could not be shown. StatusHawk may have been updated meanwhile: loading it anew helps then.</p>
        <Button icon='arrow-clockwise' onClick={() => location.reload()}>Load anew</Button>
      </Notice>
    </div>
  );
}
