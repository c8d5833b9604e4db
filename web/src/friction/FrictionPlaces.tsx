// Where one friction happens, the most frequent place first.

import { Bars } from '../chart/Bars';
import { Behind, Block } from '../chart/Block';
import { count, inline, show, withRange } from '../chart/format';
import type { CellRef } from '../question/asked';
import { Choice } from '../question/Fields';
import { type FrictionAnswer, knownOf, titlesOf } from './answer';
import { placeRef } from './question';

interface Props {
  answer: FrictionAnswer;
  of: string | undefined;
  place: string;
  choose: (friction: string) => void;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

const unnamed = ['other', 'not known'];

export function FrictionPlaces({ answer, of, place, choose, cell, open }: Props) {
  const titles = titlesOf(answer);
  const met = knownOf(answer).filter((m) => m.occurred > 0);
  const shown = met.find((m) => m.friction === of) ?? met[0];
  if (!shown) return null;
  const places = (answer.places ?? []).filter((p) => p.friction === shown.friction);
  const [first] = places;
  const name = titles.get(shown.friction) ?? shown.friction;
  return (
    <Block
      kind="harm"
      title={
        first
          ? `“${name}” happens most often at “${first.place}”: ${inline(show(first.share, 'share'))}`
          : `Where “${name}” happens`
      }
      line={`By ${place} of its first event: share of the ${count(shown.occurred)} times, with its 95 % interval.`}
    >
      <div className="places-of only-screen">
        <Choice
          label="Places of"
          value={shown.friction}
          options={met.map((m) => ({ value: m.friction, label: titles.get(m.friction) ?? m.friction }))}
          set={choose}
        />
      </div>
      <Bars
        wide
        cell={cell}
        open={open}
        bars={places.map((p) => ({
          key: p.place,
          name: p.place,
          estimate: p.share,
          n: p.occurred,
          ...(!unnamed.includes(p.place) && { cell: placeRef(shown.friction, p.place) }),
          said: `times at ${p.place}`,
        }))}
      />
      <Behind
        caption={`Where “${name}” happens`}
        columns={[{ title: place, text: true }, { title: 'Times' }, { title: 'Share, 95 %' }, { title: 'n' }]}
        rows={places.map((p) => [p.place, count(p.occurred), withRange(show(p.share, 'share')), count(p.share.n)])}
      />
    </Block>
  );
}
