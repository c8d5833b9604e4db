// The fields of what follows what.

import { VersusField } from '../compare/VersusField';
import { NumberField, SplitFields } from '../question/Fields';
import { PassageFields, usualGap } from '../question/PassageFields';
import { type FlowSearch, usualEdges, usualNodes } from './question';

export function GraphBuilder({ search, set }: { search: FlowSearch; set: (change: Partial<FlowSearch>) => void }) {
  return (
    <>
      <fieldset>
        <div className="two">
          <NumberField
            label="Nodes"
            value={search.nodes ?? usualNodes}
            least={1}
            most={200}
            set={(nodes) => set({ nodes: nodes === usualNodes ? undefined : nodes })}
          />
          <NumberField
            label={search.edges ? 'Edges drawn' : 'Edges, at most'}
            value={search.edges ?? usualEdges}
            least={1}
            most={1000}
            set={(edges) => set({ edges })}
          />
        </div>
        <SplitFields by={search.by ?? []} set={(by) => set({ by })} />
        <VersusField vs={search.vs} set={set} />
      </fieldset>
      <PassageFields search={search} set={set} collapses={false} gap={usualGap(search)} />
    </>
  );
}
