import { useLayoutEffect, useRef, useState } from 'react';

/** The width that a chart may fill, so that lines stretch and words do not. */
export function useWidth<T extends HTMLElement>(initial = 720) {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(initial);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const read = () => setWidth(Math.max(160, Math.floor(element.clientWidth)));
    read();
    const watch = new ResizeObserver(read);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return { ref, width };
}
