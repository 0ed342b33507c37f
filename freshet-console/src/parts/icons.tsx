import type { ReactNode } from 'react';

/** Small line icons on a 20 px grid; always beside a word or named by the button that holds them. */
const PATHS = {
  overview: <path d="M3 11.5h3.5l2-6 3.5 10 2.2-6h2.8" />,
  channels: <path d="M4 5.5h12M4 10h12M4 14.5h8" />,
  sources: (
    <path d="M10 3.5c3.3 0 6 1 6 2.3S13.3 8.1 10 8.1 4 7.1 4 5.8 6.7 3.5 10 3.5ZM4 5.8v8.4c0 1.3 2.7 2.3 6 2.3s6-1 6-2.3V5.8M4 10c0 1.3 2.7 2.3 6 2.3s6-1 6-2.3" />
  ),
  connection: (
    <path d="M7 13a4.2 4.2 0 0 1 0-6M13 7a4.2 4.2 0 0 1 0 6M4.6 15.4a7.6 7.6 0 0 1 0-10.8M15.4 4.6a7.6 7.6 0 0 1 0 10.8M10 10h.01" />
  ),
  search: <path d="M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13 13l3.8 3.8" />,
  sun: (
    <path d="M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM10 2.5v1.6M10 15.9v1.6M2.5 10h1.6M15.9 10h1.6M4.7 4.7l1.1 1.1M14.2 14.2l1.1 1.1M4.7 15.3l1.1-1.1M14.2 5.8l1.1-1.1" />
  ),
  moon: <path d="M16.5 11.8A6.8 6.8 0 0 1 8.2 3.5a6.8 6.8 0 1 0 8.3 8.3Z" />,
  auto: <path d="M10 3.2a6.8 6.8 0 1 0 0 13.6ZM10 3.2a6.8 6.8 0 0 1 0 13.6" />,
  keys: <path d="M3 6h14v8.5H3zM6 9h.01M10 9h.01M14 9h.01M7 12h6" />,
  copy: <path d="M7.5 7.5h8.5v8.5H7.5zM5 12.5H4V4h8.5v1" />,
  check: <path d="m4.5 10.5 3.5 3.5 7.5-8" />,
  pause: <path d="M7 5v10M13 5v10" />,
  play: <path d="M7 4.8v10.4l8-5.2z" />,
  close: <path d="m5.5 5.5 9 9M14.5 5.5l-9 9" />,
  link: (
    <path d="M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.7a3 3 0 0 0 4.3 4.3l1-1" />
  ),
  warn: <path d="M10 3.5 17.5 16.5h-15zM10 8.5v3.5M10 14.3h.01" />,
  unknown: (
    <path d="M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM8.2 8.2a1.9 1.9 0 1 1 2.8 1.7c-.7.4-1 .8-1 1.5M10 13.8h.01" />
  ),
  again: <path d="M15.8 8.2A6.2 6.2 0 1 0 16 11.5M16.2 4.3v4h-4" />,
  user: <path d="M10 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 10ZM3.8 16.8a6.2 6.2 0 0 1 12.4 0" />,
  send: <path d="M3.5 10 17 4l-4.5 12.5-3-5zM9.5 11.5 17 4" />,
  still: <path d="M4 10h12" />,
  dot: <path d="M10 10h.01" strokeWidth="7" />,
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {PATHS[name]}
    </svg>
  );
}
