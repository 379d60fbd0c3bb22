type Props = { readonly size?: number }

/** The mark of the program: a closed loop. Decoration beside its name. */
export function Logo({ size = 24 }: Props) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#0b5c6b" />
      <path
        d="M23.5 16a7.5 7.5 0 1 1-2.6-5.7"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <path d="M24.6 6.2v5.4h-5.4z" fill="#fff" />
    </svg>
  )
}
