import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** Deep petrol. Shade 7 is the accent; 6 and darker carry white text, 4 and lighter read on near-black (AA). */
const petrol: MantineColorsTuple = [
  '#eaf5f7',
  '#d2e7eb',
  '#a8d2da',
  '#79bac6',
  '#52a3b2',
  '#2f8495',
  '#187587',
  '#0b5c6b',
  '#084a57',
  '#053640',
]

/** Greys with a trace of the accent; from 5 on they read on white (AA). */
const gray: MantineColorsTuple = [
  '#f7f9f9',
  '#eff2f3',
  '#e3e8e9',
  '#d3d9db',
  '#b6bfc2',
  '#69747a',
  '#5a656a',
  '#434d52',
  '#2c3438',
  '#161c1f',
]

/** Dark grounds: 7 the page, 6 raised, 4 lines, 2 quiet text, 0 text. */
const dark: MantineColorsTuple = [
  '#e2e7e9',
  '#c3cbce',
  '#9faaaf',
  '#8a959a',
  '#3b454a',
  '#2e373b',
  '#1f2629',
  '#14191b',
  '#0f1315',
  '#0a0d0e',
]

const good: MantineColorsTuple = [
  '#ebf6ee',
  '#d3ebd9',
  '#a9d7b5',
  '#7cc28e',
  '#58b06f',
  '#3c9a55',
  '#2b7a3d',
  '#226634',
  '#1a5029',
  '#113a1c',
]
const attention: MantineColorsTuple = [
  '#fdf3e2',
  '#f9e3bd',
  '#f2ca84',
  '#e9af4d',
  '#dc962a',
  '#b97512',
  '#9a5b00',
  '#804b00',
  '#653b00',
  '#4a2b00',
]
const bad: MantineColorsTuple = [
  '#fdeeec',
  '#f9d7d3',
  '#f2b1aa',
  '#ec8b82',
  '#e4675c',
  '#d04438',
  '#b3261e',
  '#961d17',
  '#771611',
  '#580f0b',
]

/** A dialogue's own `header` is no banner of the page. */
const noBanner = { header: { role: 'none' } }

type Labels = { readonly close: string; readonly showPassword: string }

/** The look of the whole program. `labels` name the cross of dialogues and the eye of passwords in the language on screen. */
export const appTheme = ({ close, showPassword }: Labels) =>
  createTheme({
    colors: { petrol, gray, dark, good, attention, bad },
    primaryColor: 'petrol',
    primaryShade: { light: 7, dark: 6 },
    black: '#161c1f',
    fontFamily:
      'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif',
    headings: {
      fontFamily: 'inherit',
      fontWeight: '600',
      sizes: {
        h1: { fontSize: '1.5rem', lineHeight: '1.25' },
        h2: { fontSize: '1.125rem', lineHeight: '1.35' },
        h3: { fontSize: '1rem', lineHeight: '1.4' },
      },
    },
    defaultRadius: 'sm',
    cursorType: 'pointer',
    respectReducedMotion: true,
    components: {
      Tooltip: { defaultProps: { withArrow: true, openDelay: 250, multiline: true, maw: 320 } },
      Modal: {
        defaultProps: {
          centered: true,
          closeButtonProps: { 'aria-label': close },
          attributes: noBanner,
        },
        styles: { title: { fontWeight: 600 } },
      },
      // Mantine's invisible first stop is no child that a menu may have.
      Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
      Notification: { defaultProps: { closeButtonProps: { 'aria-label': close } } },
      Drawer: {
        defaultProps: { closeButtonProps: { 'aria-label': close }, attributes: noBanner },
      },
      PasswordInput: {
        defaultProps: { visibilityToggleButtonProps: { 'aria-label': showPassword } },
      },
      // Choosing what is already chosen keeps it; what may be empty has a cross of its own.
      Select: { defaultProps: { allowDeselect: false } },
      Table: { defaultProps: { tabularNums: true } },
    },
  })

/** What the theme object cannot say: error texts and quiet texts that reach AA on both grounds. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-error': 'var(--mantine-color-bad-6)',
    '--mantine-color-body': '#ffffff',
    '--rk-ground': '#f7f9f9',
    '--rk-line': 'var(--mantine-color-gray-2)',
    '--rk-strong-line': 'var(--mantine-color-gray-4)',
    '--rk-hover': 'var(--mantine-color-gray-1)',
    '--rk-good': 'var(--mantine-color-good-7)',
    '--rk-attention': 'var(--mantine-color-attention-7)',
    '--rk-bad': 'var(--mantine-color-bad-6)',
  },
  dark: {
    '--mantine-color-error': 'var(--mantine-color-bad-3)',
    '--mantine-color-anchor': 'var(--mantine-color-petrol-3)',
    '--mantine-color-petrol-light': 'rgba(82, 163, 178, 0.18)',
    '--mantine-color-petrol-light-hover': 'rgba(82, 163, 178, 0.26)',
    '--mantine-color-petrol-light-color': 'var(--mantine-color-petrol-1)',
    '--rk-ground': 'var(--mantine-color-dark-8)',
    '--rk-line': 'var(--mantine-color-dark-5)',
    '--rk-strong-line': 'var(--mantine-color-dark-4)',
    '--rk-hover': 'var(--mantine-color-dark-6)',
    '--rk-good': 'var(--mantine-color-good-3)',
    '--rk-attention': 'var(--mantine-color-attention-3)',
    '--rk-bad': 'var(--mantine-color-bad-3)',
  },
})
