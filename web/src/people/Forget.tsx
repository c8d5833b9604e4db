// Forgetting: what happens is said before, exactly, and what was removed is said after.

import { Link } from '@tanstack/react-router';
import { AlertDialog } from 'radix-ui';
import { useState } from 'react';
import { useForget } from '../api/queries';
import type { Person } from '../api/types';
import { Block } from '../chart/Block';
import { count, plural, sentence, words } from '../chart/format';
import { Failed } from '../shell/States';

export function Forget({ person: p, id }: { person: Person; id: string }) {
  const [open, setOpen] = useState(false);
  const forget = useForget(id);
  if (forget.isSuccess) {
    const removed = Object.entries(forget.data.rows?.[0] ?? forget.data.counts ?? {}).filter((e): e is [string, number] => typeof e[1] === 'number');
    return (
      <div className="block" role="status">
        <section className="state">
          <h2>{p.person} is forgotten.</h2>
          {removed.length > 0 && <p>Removed: {removed.map(([what, n]) => `${count(n)} ${words(what)}`).join(', ')}.</p>}
          {forget.data.notes?.map((n) => <p key={n}>{sentence(n)}.</p>)}
          <Link className="btn" to="/people">Back to people</Link>
        </section>
      </div>
    );
  }
  return (
    <Block title="Forget this person" line="For a request to be erased. It cannot be undone.">
      <AlertDialog.Root open={open} onOpenChange={setOpen}>
        <AlertDialog.Trigger className="btn">Forget this person …</AlertDialog.Trigger>
        <AlertDialog.Portal>
          <AlertDialog.Overlay className="veil" />
          <AlertDialog.Content className="dialog">
            <AlertDialog.Title>Forget {p.person} for good?</AlertDialog.Title>
            <AlertDialog.Description className="sec small">This is what happens, at once and without a way back:</AlertDialog.Description>
            <ul className="small">
              <li><b>{p.events === undefined ? 'All their events' : plural(p.events, 'event')}</b> and {plural(p.identities.length, 'identity', 'identities')} are removed, with their answers, words, attempts and {plural(p.properties?.length ?? 0, 'property', 'properties')}.</li>
              <li>The workspace’s file is rewritten, so that nothing of them stays in it.</li>
              <li>Every figure is worked out again without them.</li>
              <li>Rows that name them are refused from now on, and counted as <code>person.forgotten</code>. Only a keyed fingerprint of each identity is kept for that.</li>
              <li>Not touched: files outside this workspace, its backups, and the systems that the data came from.</li>
            </ul>
            {forget.isError && <Failed error={forget.error} />}
            <div className="acts">
              <button type="button" className="btn harm" disabled={forget.isPending} onClick={() => forget.mutate(undefined, { onSuccess: () => setOpen(false) })}>{forget.isPending ? 'Forgetting' : 'Forget for good'}</button>
              <AlertDialog.Cancel className="btn">Keep this person</AlertDialog.Cancel>
            </div>
          </AlertDialog.Content>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </Block>
  );
}
