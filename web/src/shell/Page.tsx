// What all pages share: rail, bar, main, foot; the workspace is read before anything else is asked.

import { type ReactNode, useEffect } from 'react';
import { useWorkspace } from '../api/queries';
import { Bar } from './Bar';
import { Foot } from './Foot';
import { Rail } from './Rail';
import { EmptyWorkspace, Failed, Loading } from './States';

interface Props {
  title: string; // of the document
  where?: ReactNode; // in the bar; the title unless given
  slim?: boolean;
  scoped?: boolean; // shows period and people
  needsEvents?: boolean;
  controls?: ReactNode;
  children: ReactNode;
}

export function Page({ title, where, slim = false, scoped = true, needsEvents = true, controls, children }: Props) {
  const workspace = useWorkspace();
  const name = workspace.data?.name;
  useEffect(() => {
    document.title = name ? `${title} · ${name} · Throughline` : `${title} · Throughline`;
  }, [title, name]);
  return (
    <div className={slim ? 'app slim' : 'app'}>
      <a className="skip" href="#main">Skip to the content</a>
      <Rail />
      <div className="column">
        <Bar where={where ?? title} scoped={scoped}>{controls}</Bar>
        <main id="main" tabIndex={-1}>
          {workspace.isPending ? <Loading what="Reading the workspace: its people, events and definitions" isAll />
            : workspace.isError ? <Failed error={workspace.error} retry={() => workspace.refetch()} />
              : needsEvents && workspace.data.events === 0 ? <EmptyWorkspace />
                : children}
        </main>
        <Foot />
      </div>
    </div>
  );
}
