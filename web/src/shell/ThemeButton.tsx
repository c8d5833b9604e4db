import { useTheme } from './theme';

export function ThemeButton({ className = 'theme' }: { className?: string }) {
  const [theme, toggle] = useTheme();
  return (
    <button type="button" className={className} onClick={toggle} aria-label={theme === 'dark' ? 'Show in light' : 'Show in dark'}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
        <path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" />
      </svg>
    </button>
  );
}
