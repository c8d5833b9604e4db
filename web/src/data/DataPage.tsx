import { useDefinitions, useImports, useLedger, useWorkspace } from '../api/queries';
import { count, plural } from '../chart/format';
import { Page } from '../shell/Page';
import { EmptyWorkspace, Failed, Loading } from '../shell/States';
import { Definitions } from './Definitions';
import { Imports } from './Imports';
import { Ledger } from './Ledger';
import { importRow, sourcesOf, total } from './rows';
import './data.css';

export function DataPage() {
  const workspace = useWorkspace();
  const ledger = useLedger();
  const imports = useImports();
  const definitions = useDefinitions();
  const rows = sourcesOf(ledger.data?.rows ?? []);
  const empty = workspace.data?.events === 0 && ledger.data && rows.every((r) => !r.read);
  return (
    <Page title="Data" scoped={false} needsEvents={false}>
      {empty ? <EmptyWorkspace /> : (
        <>
          <h1 className="lead">{ledger.data ? lead(total(rows)) : 'What came in, and under which definitions'}</h1>
          <p className="sub">{workspace.data && `${plural(workspace.data.events, 'event')} of ${plural(workspace.data.people, 'person', 'people')} from ${plural(workspace.data.sources.length, 'source')}. `}
            Nothing is lost silently: every row that was read was accepted, was a duplicate, or was refused with a reason.</p>
          {ledger.isPending ? <Loading what="Reading the ledger" /> : ledger.isError ? <div className="block"><Failed what="while reading the ledger" error={ledger.error} retry={() => ledger.refetch()} /></div> : <Ledger rows={rows} notes={ledger.data.notes} />}
        </>
      )}
      {!empty && (imports.isPending ? <Loading what="Reading the imports" /> : imports.isError ? <div className="block"><Failed what="while reading the imports" error={imports.error} retry={() => imports.refetch()} /></div> : <Imports rows={imports.data.rows.map(importRow)} />)}
      {definitions.isPending ? <Loading what="Reading the definitions" /> : definitions.isError ? <div className="block"><Failed what="while reading the definitions" error={definitions.error} retry={() => definitions.refetch()} /></div> : <Definitions list={definitions.data} />}
    </Page>
  );
}

function lead(all: ReturnType<typeof total>): string {
  if (!all.read) return 'No row has been read yet.';
  if (all.refused === null) return `${count(all.read)} rows were read.`;
  if (all.refused === 0) return `All ${count(all.read)} rows that were read are accounted for; none was refused.`;
  const main = all.reasons[0];
  return `${count(all.refused)} of ${count(all.read)} rows were refused${main ? `, most as ${main.code}` : ''}.`;
}
