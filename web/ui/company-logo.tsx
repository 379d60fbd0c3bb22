type Props = {
  readonly src: string
  /** Said in place of the picture. */
  readonly name: string
  readonly height: number
}

/** The company's own picture, on a light ground: most are drawn for paper. */
export function CompanyLogo({ src, name, height }: Props) {
  return (
    <img
      src={src}
      alt={name}
      height={height}
      style={{
        maxWidth: height * 5,
        objectFit: 'contain',
        background: '#fff',
        borderRadius: 4,
        padding: 2,
        display: 'block',
      }}
    />
  )
}
