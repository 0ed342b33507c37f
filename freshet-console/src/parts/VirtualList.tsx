import { useEffect, useRef, useState, type ReactNode } from 'react';

interface VirtualListProps<T> {
  readonly items: readonly T[];
  readonly rowHeight: number;
  readonly label: string;
  readonly keyOf: (item: T) => string;
  readonly row: (item: T) => ReactNode;
}

const BEYOND = 8;

/** Only the rows in sight exist in the page; the scroll bar tells the whole length. */
export function VirtualList<T>({ items, rowHeight, label, keyOf, row }: VirtualListProps<T>) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });

  useEffect(() => {
    const element = box.current!;
    const look = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    const resize = new ResizeObserver(look);
    resize.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      resize.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);

  const first = Math.max(0, Math.floor(view.top / rowHeight) - BEYOND);
  const last = Math.min(items.length, Math.ceil((view.top + view.height) / rowHeight) + BEYOND);
  return (
    <div className="virtual-list" ref={box} tabIndex={-1} style={{ flexBasis: items.length * rowHeight + 1 }}>
      <ul aria-label={label} style={{ height: items.length * rowHeight }}>
        {items.slice(first, last).map((item, i) => (
          <li
            key={keyOf(item)}
            style={{ transform: `translateY(${(first + i) * rowHeight}px)`, height: rowHeight }}
            aria-setsize={items.length}
            aria-posinset={first + i + 1}
          >
            {row(item)}
          </li>
        ))}
      </ul>
    </div>
  );
}
